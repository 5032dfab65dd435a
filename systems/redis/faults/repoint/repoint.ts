import {
  EnvironmentError,
  type FaultContext,
  foundWithin,
  isJsonObject,
  type JsonObject,
  nodeFault,
  type Note,
  offered,
  type OnNode,
  poll,
} from '../../../../harness/index.js';
import { lookAtMistake, lookAtOrder } from './repoint-proof.js';
import { REPLICATION } from '../../capabilities.js';
import {
  NOBODY,
  type RepointDegree,
  repointProblem,
  repointRefusal,
  repointSchema,
  resolveSource,
} from './repoint-value.js';

const BITES_WITHIN_MS = 10_000;
/** A Sentinel that changes roles at the same time takes up to 18 s to set the last of them right. */
const HEALED_WITHIN_MS = 30_000;
/** So long the end waits for a primary that the majority names. */
const PRIMARY_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 100;

async function remember({ capabilities }: FaultContext, node: string): Promise<JsonObject> {
  const primary = await offered(capabilities, 'primaries').primary();
  const { follows } = await REPLICATION.of(capabilities).view(node);
  return { primary, follows };
}

async function begin({ context, node, degree: { to } }: OnNode<RepointDegree>): Promise<void> {
  const replication = REPLICATION.of(context.capabilities);
  const { follows } = await replication.view(node);
  const source = to === NOBODY ? null : to;
  if (source === node || source === follows) {
    throw new EnvironmentError({
      code: 'E_FAULT_TARGET',
      expected: `a node that does not follow ${to} yet, and can`,
      actual: source === node ? `it is ${node} itself` : `${node} follows ${to} already`,
      advice: 'name another target',
    });
  }
  await replication.follow(node, source);
}

/** Lets a node follow whom the majority names, or be what it names itself. */
async function end(on: OnNode<RepointDegree>): Promise<Note> {
  const { capabilities, clock, signal } = on.context;
  const replication = REPLICATION.of(capabilities);
  const { follows } = await replication.view(on.node);
  const undoneByStore = (follows ?? NOBODY) !== on.degree.to;
  const primaries = offered(capabilities, 'primaries');
  const bounds = { within_ms: PRIMARY_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const named = await poll(clock, bounds, () => primaries.primary());
  // Among two nodes that both call themselves a primary there is no majority.
  const primary = named.reached ? named.value : on.before['primary'];
  if (typeof primary !== 'string') {
    throw new EnvironmentError({
      code: 'E_FAULT_PRIMARY',
      expected: `a primary that ${on.node} can be given back to`,
      actual: `the majority names none, now as before`,
      advice: 'see why the store has none',
    });
  }
  await replication.follow(on.node, on.node === primary ? null : primary);
  const words = undoneByStore
    ? [`the store had undone it: ${on.node} followed ${follows ?? NOBODY} before the end`]
    : [];
  return { words, measured: { undoneByStore } };
}

/**
 * Lets a node follow another than the primary, or nobody: a replica of a replica, a replica made a
 * primary by mistake, a primary made a replica of its own. A store that is watched undoes it after
 * a while; the end says whether it had.
 */
export const repoint = nodeFault<RepointDegree>({
  name: 'repoint',
  summary: 'lets a node follow a replica, or nobody as a primary does, by mistake',
  provenBy: 'whom the node says it follows, and who lists it; after the end: the primary does',
  presets: [
    {
      name: 'repoint-replica',
      summary: 'one replica, chosen at random, follows another instead of the primary',
      values: [{ target: 'replica', to: 'replica' }],
      mixes: ['everything'],
    },
    {
      name: 'repoint-primary',
      summary: 'the primary follows one of its replicas: nobody takes writes',
      values: [{ target: 'primary', to: 'replica' }],
      stopsWrites: true,
      mixes: ['everything'],
    },
    {
      name: 'promote-by-mistake',
      summary: 'one replica, chosen at random, is made a primary beside the primary',
      values: [{ target: 'replica', to: 'nobody' }],
    },
  ],
  needs: [REPLICATION.name, 'primaries'],
  harm: { mistaken: (degree) => isJsonObject(degree) && degree['to'] === NOBODY },
  overlap: {
    disturbs: ['members'],
    // Whom a node follows is written to its configuration file, too.
    relies: ['reach', 'processes', 'node', 'data'],
    wants: ['links', 'members'],
    ofGroup: true,
  },
  schema: repointSchema,
  problem: repointProblem,
  on: 'data',
  refusal: repointRefusal,
  applies: {
    to: ({ capabilities }, node, { to }) =>
      node !== to && REPLICATION.of(capabilities).nodes.includes(node),
    because: ({ to }) => `a server that can follow ${to}`,
  },
  resolve: resolveSource,
  remember,
  begin,
  bites: (on) => foundWithin(on, BITES_WITHIN_MS, lookAtMistake),
  mayBeUndone: true,
  end,
  healed: (on) => foundWithin(on, HEALED_WITHIN_MS, lookAtOrder),
});
