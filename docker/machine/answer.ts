import { connect } from 'node:net';
import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { PROBE_PORT } from '../../nodes/index.js';

/**
 * Whether the first process of a node accepts a connection and closes it within the bound. To be
 * connected is not enough: the kernel accepts connections for a frozen process.
 */
export function keeperAnswers(clock: Clock, address: string, timeout_ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: PROBE_PORT });
    const end = (answered: boolean): void => {
      cancel();
      socket.destroy();
      resolve(answered);
    };
    const cancel = clock.at(clock.now() + timeout_ms * NS_PER_MS, () => {
      end(false);
    });
    socket.on('end', () => {
      end(true);
    });
    socket.on('error', () => {
      end(false);
    });
    // What is not read does not end.
    socket.resume();
  });
}
