import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import { elementsOf, isJsonObject } from '../../harness/core/json.js';
import { poll } from '../../harness/core/poll.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../../harness/core/capability.js';
import { PROCESS_OVERLAP } from '../frames/process-fault.js';
import { terminate } from './terminate.js';
import { nodeAccount } from '../frames/node-account.js';
import { momentFor } from '../frames/target.js';
import { checkedNoValue } from '../frames/value.js';
import { GROUP_OVERLAP } from '../frames/overlaps.js';

const F = 'rolling-restart';
const HEALTHY_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 100;
const [START_TERMINATE = '', STOP_TERMINATE = ''] = terminate.fs;

type Incarnations = Readonly<Record<string, string | null>>;

/** What became of one node. */
interface Restarted {
  readonly node: string;
  readonly before: Incarnations;
  readonly after: Incarnations | null;
  readonly waited_ms: number;
  /** What is missing; empty when every process is another one and the cluster is whole. */
  readonly problems: readonly string[];
}

/** Those that are replicas now first, the primary last, as administrators do. */
async function inOrder(context: FaultContext) {
  const { primary, recorded } = await momentFor('primary', context);
  const order = context.nodes.filter((node) => node !== primary);
  if (primary !== null) order.push(primary);
  return { order, recorded };
}

/** What tells this start of each process on a node from the next, as the kernel says. */
async function incarnations({ capabilities }: FaultContext, node: string): Promise<Incarnations> {
  const processes = offered(capabilities, 'processes');
  const found = processes
    .list(node)
    .map(async (name) => [name, await processes.incarnation(node, name)] as const);
  return Object.fromEntries(await Promise.all(found));
}

async function restart(
  context: FaultContext,
  active: ActiveFault,
  node: string,
): Promise<Restarted> {
  const { clock, signal } = context;
  const before = await incarnations(context, node);
  await active.invoke(START_TERMINATE, { target: node });
  await active.invoke(STOP_TERMINATE, undefined);
  const last: { reasons: readonly string[] } = { reasons: [] };
  const bounds = { within_ms: HEALTHY_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const whole = await poll(clock, bounds, async () => {
    const health = await context.health();
    if (health.healthy) return incarnations(context, node);
    last.reasons = health.reasons;
    return null;
  });
  const waited_ms = Math.round(whole.waited_ms);
  if (!whole.reached) return { node, before, after: null, waited_ms, problems: last.reasons };
  const after = whole.value;
  const problems = Object.keys(before)
    .filter((name) => (after[name] ?? null) === null || after[name] === before[name])
    .map((name) =>
      (after[name] ?? null) === null
        ? `${name} on ${node} is gone`
        : `${name} on ${node} is still ${before[name]}`,
    );
  return { node, before, after, waited_ms, problems };
}

async function roll(context: FaultContext, active: ActiveFault): Promise<FaultRecord> {
  const { order, recorded } = await inOrder(context);
  const restarted: Restarted[] = [];
  for (const node of order) {
    const one = await restart(context, active, node);
    restarted.push(one);
    // Going on would take the next node from a cluster that is not whole.
    if (one.problems.length > 0) break;
  }
  const problems = restarted.flatMap((one) => one.problems);
  return {
    effect: { ...recorded, order, restarted: restarted.map((one) => ({ ...one })) },
    proof:
      problems.length > 0
        ? { proven: false, evidence: problems }
        : {
            proven: restarted.length > 0,
            evidence: restarted.flatMap(({ node, before, after, waited_ms }) => [
              ...Object.keys(before).map(
                (process) =>
                  `${process} on ${node} was ${before[process]}, is ${after?.[process] ?? 'gone'}`,
              ),
              `the cluster was whole again ${waited_ms} ms after ${node} was started`,
            ]),
          },
  };
}

/** Restarts one node after the other, each when the cluster is whole. It ends by itself. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  summary: 'restarts the processes of one node after the other, the primary last',
  provenBy: 'every process is another one than before, and the cluster whole after each node',
  presets: [
    {
      name: 'rolling-restart',
      summary: 'one node after the other is restarted, the primary last',
      mixes: ['everything'],
    },
  ],
  needs: ['processes', 'primaries'],
  value: [],
  fs: [F],
  overlap: () => ({
    ...PROCESS_OVERLAP,
    relies: [...PROCESS_OVERLAP.relies, 'reach'],
    wants: GROUP_OVERLAP.wants,
  }),
  validate: checkedNoValue,
  account(f, { restarted }) {
    const nodes = elementsOf(restarted);
    const names = nodes.flatMap((one): [string, undefined][] =>
      isJsonObject(one) && typeof one['node'] === 'string' ? [[one['node'], undefined]] : [],
    );
    return nodeAccount(f, new Map(names), { costs: 'memory' });
  },
  create(context): ActiveFault {
    const active = terminate.create(context);
    return {
      invoke: () => roll(context, active),
      heal: () => active.heal(),
    };
  },
};
