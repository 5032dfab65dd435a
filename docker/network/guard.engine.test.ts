import { connect } from 'node:net';
import { expect, test, describe } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import { createNodePool, dockerEngine } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { routesTo } from '../testing/firewall.js';

/** Code of the error in which a connection ends. */
function connectionError(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 6379 });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code);
    });
    socket.on('connect', () => {
      socket.destroy();
      resolve('connected');
    });
  });
}

describe.skipIf(!(await engineTestsCanRun()))('the guard route', () => {
  test('keeps late packets to nodes on the host when their network is gone', async () => {
    const engine = dockerEngine(systemClock());
    const pool = await createNodePool({ run: 'guard' });
    const prefix = pool.clientsAddress().replace(/\.\d+$/, '.');
    try {
      const network = (await engine.networks()).find(({ subnets }) =>
        subnets.includes(`${prefix}0/24`),
      );
      await engine.removeNetwork(network?.id ?? '');
      expect(await routesTo(prefix)).toHaveLength(1);
      expect(await connectionError(`${prefix}2`)).toBe('EHOSTUNREACH');
    } finally {
      await pool.dispose();
    }
    expect(await routesTo(prefix)).toEqual([]);
  });
});
