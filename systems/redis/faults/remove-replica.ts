import { z } from 'zod';
import { MEMBERSHIP, REPLICATION, SENTINELS, type LeftData } from '../capabilities.js';
import {
  counted,
  type Finding,
  foundWithin,
  listInWords,
  nodeFault,
  type Note,
  offered,
  type OnNode,
} from '../../../harness/index.js';
import { MEMBERSHIP_OVERLAP } from './membership-overlap.js';

const REMOVED_WITHIN_MS = 5000;
/** Sentinels learn of replicas every 10 s. */
const KNOWN_WITHIN_MS = 30_000;

type ReplicaDegree = { readonly data: LeftData };

/** What one that ought to know the replicas says of a node; `null` where it says nothing. */
interface Listing {
  readonly lists: boolean | null;
  readonly words: string;
}

/** Who lists a node: the primary as a follower, each Sentinel as a replica. */
async function listings({ context, node }: OnNode<ReplicaDegree>): Promise<readonly Listing[]> {
  const { capabilities } = context;
  const sentinels = SENTINELS.in(capabilities);
  const primary = await offered(capabilities, 'primaries').primary();
  if (primary === null) return [{ lists: null, words: 'the majority names no primary' }];
  const listing = async (who: string, asked: Promise<readonly string[]>): Promise<Listing> => {
    const names = await asked.catch(() => null);
    return {
      lists: names?.includes(node) ?? null,
      words: names === null ? `${who} does not answer` : `${who} lists ${listInWords(names)}`,
    };
  };
  const replication = REPLICATION.of(capabilities);
  return Promise.all([
    listing(
      `the primary, ${primary},`,
      replication.view(primary).then(({ followers }) => followers),
    ),
    ...(sentinels?.nodes ?? []).map((one) =>
      listing(
        `the Sentinel on ${one}`,
        sentinels?.knows(one).then(({ replicas }) => replicas) ?? Promise.resolve([]),
      ),
    ),
  ]);
}

/** Whether nobody lists the replica any more, and its data is as it should be left. */
async function lookRemoved(on: OnNode<ReplicaDegree>): Promise<Finding> {
  const { capabilities } = on.context;
  const membership = MEMBERSHIP.of(capabilities);
  const answers = await REPLICATION.of(capabilities)
    .view(on.node)
    .then(
      () => true,
      () => false,
    );
  const listed = await listings(on);
  const files = await membership.dataFiles(on.node);
  const left = Object.keys(files).length > 0;
  return {
    asExpected:
      !answers &&
      listed.every(({ lists }) => lists === false) &&
      left === (on.degree.data === 'kept'),
    words: [
      `${on.node} ${answers ? 'still answers' : 'answers no more'}, with ${counted(Object.keys(files).length, 'file')} of data on its disk`,
      ...listed.map(({ words }) => words),
    ],
    measured: { files },
  };
}

/** Whether it is out still: it does not answer, and nobody who answers lists it. */
async function holds(on: OnNode<ReplicaDegree>): Promise<Finding> {
  const answers = await REPLICATION.of(on.context.capabilities)
    .view(on.node)
    .then(
      () => true,
      () => false,
    );
  const listed = await listings(on);
  return {
    asExpected: !answers && listed.every(({ lists }) => lists !== true),
    words: [
      `${on.node} ${answers ? 'answers' : 'does not answer'}`,
      ...listed.map(({ words }) => words),
    ],
  };
}

async function putBack({ context, node }: OnNode<ReplicaDegree>): Promise<Note> {
  const { source, fullSyncs, partialSyncs } = await MEMBERSHIP.of(context.capabilities).add(node);
  return {
    words: [
      `${source} gave ${counted(fullSyncs, 'full sync')} and ${counted(partialSyncs, 'partial sync')} until ${node} had its link`,
    ],
    measured: { source, fullSyncs, partialSyncs },
  };
}

/**
 * Whether the replica follows the primary, which lists it, and whether every Sentinel does. One that
 * is the primary itself was none to be taken out, or has been promoted since.
 */
async function lookAdded(on: OnNode<ReplicaDegree>): Promise<Finding> {
  const { capabilities } = on.context;
  const listed = await listings(on);
  const primary = await offered(capabilities, 'primaries').primary();
  const view = await REPLICATION.of(capabilities)
    .view(on.node)
    .catch(() => null);
  if (on.node === primary && view?.role === 'primary') {
    return { asExpected: true, words: [`${on.node} is the primary itself`] };
  }
  const linked = view !== null && view.follows === primary && view.linkUp;
  return {
    asExpected: linked && listed.every(({ lists }) => lists === true),
    words: [
      view === null
        ? `${on.node} does not answer`
        : `${on.node} follows ${view.follows ?? 'nobody'}, with its link ${view.linkUp ? 'up' : 'down'}`,
      ...listed.map(({ words }) => words),
    ],
  };
}

/** Takes a replica out of the group as an administrator does, and puts it back. */
export const removeReplica = nodeFault<ReplicaDegree>({
  name: 'remove-replica',
  summary: 'takes a replica out of the group, and puts it back, empty or with its old data',
  provenBy: 'the lists of the primary and of the Sentinels: without it, then with it, its link up',
  presets: [
    {
      name: 'remove-replica',
      summary:
        'one replica, chosen at random, is taken out of the group and put back, empty or not',
      values: [
        { target: 'replica', data: 'wiped' },
        { target: 'replica', data: 'kept' },
      ],
      mixes: ['everything'],
    },
  ],
  needs: [MEMBERSHIP.name, REPLICATION.name, 'primaries'],
  overlap: MEMBERSHIP_OVERLAP,
  schema: z.strictObject({
    target: z.string().describe('a node or "replica"').default('replica'),
    /** What it comes back with. */
    data: z.enum(['kept', 'wiped']).default('wiped'),
  }),
  on: 'data',
  refusal: (_degree, _target, { data }) =>
    data.length < 2
      ? `start-remove-replica takes two nodes that hold data, and there is ${data.length}: the primary cannot be taken out`
      : null,
  problem: (_degree, target) =>
    ['primary', 'any', 'all'].includes(target)
      ? `the target is ${target}; name replica or one node: the primary cannot be taken out`
      : null,
  applies: {
    to: ({ capabilities }, node) => REPLICATION.of(capabilities).nodes.includes(node),
    because: () => 'a server that is a member',
  },
  oneByOne: true,
  begin: ({ context, node, degree: { data } }) =>
    MEMBERSHIP.of(context.capabilities).remove(node, data),
  settle: ({ context }) => MEMBERSHIP.of(context.capabilities).forget(),
  bites: (on) => foundWithin(on, REMOVED_WITHIN_MS, lookRemoved),
  holds,
  held: holds,
  end: putBack,
  healed: (on) => foundWithin(on, KNOWN_WITHIN_MS, lookAdded),
});
