import {
  type Finding,
  foundWithin,
  listInWords,
  nodeFault,
  type OnNode,
  z,
} from '../../../harness/index.js';
import { CLUSTER_MEMBERS } from './capability.js';

const SEEN_WITHIN_MS = 5000;

/** What the other members list, and whether the member of the node serves. */
async function look({ context, node }: OnNode<unknown>, isMember: boolean): Promise<Finding> {
  const members = CLUSTER_MEMBERS.of(context.capabilities);
  const [listed, serves] = await Promise.all([
    members.listed(node).catch(() => null),
    members.serves(node),
  ]);
  return {
    asExpected: listed?.includes(node) === isMember && serves === isMember,
    words: [
      listed === null
        ? `no other member than that of ${node} answers`
        : `the other members list ${listInWords(listed)}`,
      `${node} ${serves ? 'answers a linearizable read' : 'answers no linearizable read'}`,
    ],
  };
}

/** Takes a member out of the cluster as an administrator does, and adds a new one without data in its place. */
export const replaceMember = nodeFault({
  name: 'replace-member',
  summary: 'takes a member out of the cluster, and later adds a new one without data on its node',
  provenBy:
    'the list of the other members, and a linearizable read of the node: without it, then with it',
  presets: [
    {
      name: 'replace-member',
      summary: 'one member, chosen at random, is taken out, and a new one is added in its place',
      values: [{ target: 'any' }],
      mixes: ['everything'],
    },
    {
      name: 'replace-leader',
      summary: 'the leader is taken out of the cluster, and a new member is added in its place',
      values: [{ target: 'primary' }],
      mixes: ['everything'],
    },
  ],
  needs: [CLUSTER_MEMBERS.name],
  harm: { takesAway: true },
  overlap: {
    disturbs: ['members'],
    relies: ['reach', 'processes', 'node', 'data'],
    wants: ['links', 'members'],
    ofGroup: true,
  },
  leastNodes: { count: 3, because: 'the others have to be a majority that agrees to it' },
  problem: (_degree, target) =>
    target === 'all' ? 'the target is all; name a role or one node: others have to be left' : null,
  schema: z.strictObject({ target: z.string().default('any') }),
  oneByOne: true,
  begin: ({ context, node }) => CLUSTER_MEMBERS.of(context.capabilities).remove(node),
  bites: (on) => foundWithin(on, SEEN_WITHIN_MS, () => look(on, false)),
  holds: (on) => look(on, false),
  end: ({ context, node }) => CLUSTER_MEMBERS.of(context.capabilities).add(node),
  healed: (on) => foundWithin(on, SEEN_WITHIN_MS, () => look(on, true)),
});
