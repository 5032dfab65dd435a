import { z } from 'zod';
import {
  type Finding,
  foundWithin,
  type JsonObject,
  listInWords,
  messageOf,
  nodeFault,
  offered,
  type OnNode,
} from '../../../harness/index.js';
import {
  MEMBERSHIP,
  REPLICATION,
  SENTINELS,
  type Quorum,
  type SentinelIdentity,
  type Sentinels,
  type WatchedGroup,
} from '../capabilities.js';
import { MEMBERSHIP_OVERLAP } from './membership-overlap.js';

const REMOVED_WITHIN_MS = 5000;
/** Sentinels announce themselves every 2 s, and learn of replicas every 10 s. */
const KNOWN_WITHIN_MS = 30_000;

type SentinelDegree = { readonly identity: SentinelIdentity };

/** What each member knows; `null` for one that does not answer. */
async function ask(
  sentinels: Sentinels,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, WatchedGroup | null>> {
  const views = nodes.map(async (node): Promise<[string, WatchedGroup | null]> => [
    node,
    await sentinels.knows(node).catch(() => null),
  ]);
  return new Map(await Promise.all(views));
}

function knownInWords(node: string, view: WatchedGroup | null): string {
  return view === null
    ? `the Sentinel on ${node} does not answer`
    : `the Sentinel on ${node} knows those on ${listInWords(view.otherSentinels)} and the replicas on ${listInWords(view.replicas)}`;
}

/** Whether the Sentinel is gone, and each that is left knows the others that are left only. */
async function lookRemoved({ context, node }: OnNode<SentinelDegree>): Promise<Finding> {
  const sentinels = SENTINELS.of(context.capabilities);
  const left = sentinels.nodes.filter((one) => one !== node);
  const itself = await sentinels.knows(node).catch(() => null);
  const views = await ask(sentinels, left);
  const forgotten = [...views].every(([, view]) => view?.otherSentinels.includes(node) === false);
  const quorum = await quorumOf(sentinels, left);
  return {
    asExpected: itself === null && left.length > 0 && forgotten,
    words: [
      `the Sentinel on ${node} ${itself === null ? 'answers no more' : 'still answers'}`,
      ...[...views].map(([one, view]) => knownInWords(one, view)),
      ...[...quorum].map(([one, { words }]) => `the Sentinel on ${one} says: ${words}`),
    ],
    measured: {
      left,
      quorum: Object.fromEntries([...quorum].map(([one, { enough }]) => [one, enough])),
    },
  };
}

/** Whether it is out still: it does not answer, and no other that answers knows it. */
async function holds({ context, node }: OnNode<SentinelDegree>): Promise<Finding> {
  const sentinels = SENTINELS.of(context.capabilities);
  const itself = await sentinels.knows(node).catch(() => null);
  const left = sentinels.nodes.filter((one) => one !== node);
  const views = await ask(sentinels, left);
  return {
    asExpected:
      itself === null && [...views.values()].every((view) => !view?.otherSentinels.includes(node)),
    words: [
      `the Sentinel on ${node} ${itself === null ? 'does not answer' : 'answers'}`,
      ...[...views].map(([one, view]) => knownInWords(one, view)),
    ],
  };
}

async function quorumOf(
  sentinels: Sentinels,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, Quorum>> {
  const answers = await Promise.all(
    nodes.map(async (node): Promise<[string, Quorum]> => [
      node,
      await sentinels
        .quorum(node)
        .catch((thrown: unknown) => ({ enough: false, words: messageOf(thrown) })),
    ]),
  );
  return new Map(answers);
}

/** Whether every Sentinel knows all others, and this one the replicas that they know. */
async function lookAdded({ context, node }: OnNode<SentinelDegree>): Promise<Finding> {
  const sentinels = SENTINELS.of(context.capabilities);
  const primary = await offered(context.capabilities, 'primaries').primary();
  const { nodes } = REPLICATION.of(context.capabilities);
  const replicas = nodes.filter((one) => one !== primary);
  const views = await ask(sentinels, sentinels.nodes);
  const knowsAll = ([one, view]: [string, WatchedGroup | null]): boolean =>
    view !== null &&
    sameNames(
      view.otherSentinels,
      sentinels.nodes.filter((other) => other !== one),
    ) &&
    sameNames(view.replicas, replicas);
  const missing = [...views].filter((one) => !knowsAll(one));
  return {
    asExpected: sentinels.nodes.includes(node) && missing.length === 0,
    words: [...views].map(([one, view]) => knownInWords(one, view)),
    measured: measuredIn(views),
  };
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function measuredIn(views: ReadonlyMap<string, WatchedGroup | null>): JsonObject {
  return {
    knownOthers: Object.fromEntries(
      [...views].map(([node, view]) => [node, view?.otherSentinels.length ?? null]),
    ),
  };
}

/** Takes a Sentinel out of the group as an administrator does, and puts it back. */
export const removeSentinel = nodeFault<SentinelDegree>({
  name: 'remove-sentinel',
  summary: 'takes a Sentinel out of the group, and puts it back',
  provenBy: 'the others that each Sentinel knows: without it, then all again',
  presets: [
    {
      name: 'remove-sentinel',
      summary: 'one Sentinel, chosen at random, is taken out of the group and put back',
      values: [
        { target: 'any', identity: 'kept' },
        { target: 'any', identity: 'fresh' },
      ],
      mixes: ['everything'],
    },
  ],
  needs: [SENTINELS.name, MEMBERSHIP.name, REPLICATION.name, 'primaries'],
  overlap: MEMBERSHIP_OVERLAP,
  schema: z.strictObject({
    target: z.string().describe('a node or a role').default('any'),
    /** Whether it comes back as the one that it was, or as one that nobody has met. */
    identity: z.enum(['kept', 'fresh']).default('kept'),
  }),
  on: 'watchers',
  refusal: (_degree, _target, { watchers }) =>
    watchers.length < 2
      ? `start-remove-sentinel takes two Sentinels, so that one can forget the other, and there is ${watchers.length}`
      : null,
  problem: (_degree, target) =>
    target === 'all' ? 'the target is all; one Sentinel at a time can be taken out' : null,
  applies: {
    to: ({ capabilities }, node) => SENTINELS.of(capabilities).nodes.includes(node),
    because: () => 'a Sentinel that is a member',
  },
  oneByOne: true,
  begin: ({ context, node }) => SENTINELS.of(context.capabilities).remove(node),
  settle: ({ context }) => MEMBERSHIP.of(context.capabilities).forget(),
  bites: (on) => foundWithin(on, REMOVED_WITHIN_MS, lookRemoved),
  holds,
  held: holds,
  end: ({ context, node, degree: { identity } }) =>
    SENTINELS.of(context.capabilities).add(node, identity),
  healed: (on) => foundWithin(on, KNOWN_WITHIN_MS, lookAdded),
});
