import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Node, NodePool } from '../../harness/core/node.js';
import { poll } from '../../harness/core/poll.js';
import { probeFromHost } from '../../nodes/index.js';

/** Code of the error of nodes that run, where no client of this machine reaches them. */
export const NODE_UNREACHABLE = 'E_NODE_UNREACHABLE';

/** How long nodes that were just started may take until they answer. */
const REACH_MS = 5000;
const PROBE_MS = 1000;
const POLL_MS = 50;

/**
 * A pool whose nodes are known to be reached from this machine: an engine that `DOCKER_HOST` names may
 * be on another one, where no client could connect to them.
 */
export function reachablePool(
  pool: NodePool,
  {
    engine,
    clock,
    within_ms = REACH_MS,
  }: {
    readonly engine: { readonly address: string };
    readonly clock: Clock;
    readonly within_ms?: number;
  },
): NodePool {
  return {
    async acquire(request, signal) {
      const set = await pool.acquire(request, signal);
      let silent = set.nodes;
      const bounds = { within_ms, every_ms: POLL_MS, signal };
      const { reached } = await poll(clock, bounds, async () => {
        const answers = await Promise.all(
          silent.map(({ address }) => probeFromHost(clock, address, PROBE_MS)),
        );
        silent = silent.filter((_, index) => answers[index] !== true);
        return silent.length === 0 ? true : null;
      });
      if (!reached) throw unreachable(engine.address, silent);
      return set;
    },
    clientsAddress: () => pool.clientsAddress(),
    dispose: () => pool.dispose(),
  };
}

function unreachable(engine: string, nodes: readonly Node[]): EnvironmentError {
  const names = nodes.map(({ name, address }) => `${name} (${address})`);
  return new EnvironmentError({
    code: NODE_UNREACHABLE,
    expected: 'the addresses of the nodes to be reached from this machine, where the clients run',
    actual: `the engine at ${engine} runs ${names.join(', ')}, and no connection gets there`,
    advice:
      'run Faultline on the machine of the engine, or unset DOCKER_HOST to use the engine of this one; machines of their own can be nodes by ssh (docs/hosts-by-ssh.md)',
  });
}
