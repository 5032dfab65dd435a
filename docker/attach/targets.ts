import type { AttachedContainers } from '../../harness/core/attached-containers.js';
import type { ContainerDetails, Engine } from '../engine/engine.js';
import { notAttachable, notRunning } from './attach-errors.js';
import type { Target } from './attachment.js';

const NAMES = 'correct the names in attach: { containers }; `docker ps` lists what runs';

/**
 * Looks for the containers that are to be the first nodes, and checks that they can be.
 * @throws InputError, EnvironmentError that say which can't, and why.
 */
export async function findTargets(
  engine: Engine,
  { containers, network }: AttachedContainers,
  count: number,
): Promise<readonly Target[]> {
  if (count > containers.length) {
    throw notAttachable(
      `at most ${String(containers.length)} nodes, one for each container that is given`,
      `${String(count)} are asked for`,
      'use fewer nodes (--nodes), or give more containers',
    );
  }
  const found: ContainerDetails[] = [];
  for (const name of containers.slice(0, count)) {
    const one = await engine.findContainer(name);
    if (one === null) {
      throw notAttachable(`a container ${name}`, 'the engine has none of that name', NAMES);
    }
    check(name, one, found);
    found.push(one);
  }
  const common = commonNetwork(found, network);
  return found.map(({ id, name, addresses, incarnation }) => ({
    id,
    name,
    address: addresses[common] ?? '',
    incarnation: incarnation ?? '',
  }));
}

function check(given: string, one: ContainerDetails, others: readonly ContainerDetails[]): void {
  const { id, state, networkMode, incarnation } = one;
  if (others.some((other) => other.id === id)) {
    throw notAttachable('containers that differ', `${given} is one of the others as well`, NAMES);
  }
  const own = 'a network of its own for each container, so that it alone can be cut off';
  if (networkMode === 'host') {
    throw notAttachable(
      own,
      `${given} has the network of this machine, which is never cut`,
      'start it in a network of the engine (without `network_mode: host`)',
    );
  }
  if (networkMode.startsWith('container:')) {
    throw notAttachable(
      own,
      `${given} has the network of another container`,
      'give that other container instead',
    );
  }
  if (state !== 'running' || incarnation === null) throw notRunning(given, state);
}

/** The network in which all have an address. */
function commonNetwork(found: readonly ContainerDetails[], wanted: string | undefined): string {
  const [first] = found;
  const common = Object.keys(first?.addresses ?? {}).filter((name) =>
    found.every(({ addresses }) => addresses[name] !== undefined),
  );
  const has = found
    .map(({ name, addresses }) => `${name}: ${Object.keys(addresses).join(', ') || 'none'}`)
    .join('; ');
  if (wanted !== undefined) {
    if (common.includes(wanted)) return wanted;
    throw notAttachable(
      `an IPv4 address of each container in the network ${wanted}`,
      `their networks are: ${has}`,
      'name another network in attach: { network }, or connect them to it',
    );
  }
  const [only] = common;
  if (only !== undefined && common.length === 1) return only;
  throw notAttachable(
    'one network in which all containers have an IPv4 address',
    `their networks are: ${has}`,
    only === undefined
      ? 'connect them to one network'
      : `say which one they talk over: attach: { containers, network: '${only}' }`,
  );
}
