import type { CapabilityName } from '../../harness/core/capabilities.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import type { Random } from '../../harness/core/random.js';
import type { Direction, Partition } from './grudges/grudge.js';
import { dataFromWatchers, isolateEach, isolateTogether, keepApart } from './grudges/groups.js';
import { isolateFromClients, isolateNode, isolateNodeFromAll } from './grudges/isolation.js';
import { bridge, ring } from './grudges/overlapping.js';
import { halves, minority, randomHalves } from './grudges/split.js';

/** What a kind makes its partition of. */
export interface GrudgeInput {
  readonly nodes: readonly string[];
  readonly layout: NodeLayout;
  /** The node that the target stands for; a kind without a target does not look at it. */
  readonly node: string;
  /** The endpoints that the targets stand for; a kind without targets does not look at them. */
  readonly members: readonly string[];
  /** The nodes that call themselves primary; empty for a kind that is not about them. */
  readonly claimants: readonly string[];
  readonly direction: Direction;
  readonly random: Random;
}

/** One kind of partition. */
export interface GrudgeKind {
  readonly summary: string;
  /** The node or role that it is about when nothing is said; `null` where it is about none. */
  readonly target: string | null;
  /** Whether another target may be given. */
  readonly takesTarget: boolean;
  /** Of a kind that is about a set of nodes, roles and `clients`, which has to be given: how many there must be. */
  readonly leastTargets?: number;
  /** Whether somebody must be left outside of that set. */
  readonly needsRest?: boolean;
  /** Whether it is about all that call themselves primary. */
  readonly ofClaimants?: boolean;
  readonly leastNodes: number;
  /** Whether one direction alone can be cut. */
  readonly oneWay: boolean;
  /** Whether clients may be cut off from nodes. */
  readonly cutsClients: boolean;
  /** What it needs of the system beside links. */
  readonly needs?: readonly CapabilityName[];
  /** Why it can't be had where nodes do what they do; `null` where it can. */
  readonly refusal?: (layout: NodeLayout) => string | null;
  readonly make: (input: GrudgeInput) => [Partition, Random];
}

const PRIMARY_FROM_NODES = {
  summary:
    'the primary, with all that runs on its node, from the other nodes; clients still reach it',
  target: 'primary',
  takesTarget: false,
  leastNodes: 2,
  oneWay: true,
  cutsClients: false,
  make: ({ nodes, node, direction, random }) => [isolateNode(nodes, node, direction), random],
} as const satisfies GrudgeKind;

const DATA_FROM_WATCHERS = {
  summary: 'the nodes that hold data from the nodes that watch them, and nothing else',
  target: null,
  takesTarget: false,
  leastNodes: 2,
  oneWay: true,
  cutsClients: false,
  refusal({ data, watchers }) {
    if (watchers.length === 0) {
      return 'data-from-watchers needs nodes that watch the others, and nothing watches this cluster';
    }
    const both = data.filter((node) => watchers.includes(node));
    return both.length === 0
      ? null
      : `data-from-watchers needs watchers on nodes of their own, and these have data too: ${both.join(', ')}; use more nodes, and let some hold no data (of redis-sentinel: --nodes 6 --system-option dataNodes=3)`;
  },
  make: ({ layout, direction, random }) => [dataFromWatchers(layout, direction), random],
} as const satisfies GrudgeKind;

/** Every kind of partition, by the name that a schedule gives. */
export const GRUDGE_KINDS = {
  'one-node': {
    summary: 'a node from the other nodes; clients still reach it',
    target: 'any',
    takesTarget: true,
    leastNodes: 2,
    oneWay: true,
    cutsClients: false,
    make: ({ nodes, node, direction, random }) => [isolateNode(nodes, node, direction), random],
  },
  primary: {
    summary: 'the primary from the other nodes and from the clients',
    target: 'primary',
    takesTarget: false,
    leastNodes: 2,
    oneWay: true,
    cutsClients: true,
    make: ({ nodes, node, direction, random }) => [
      isolateNodeFromAll(nodes, node, direction),
      random,
    ],
  },
  'primary-from-nodes': PRIMARY_FROM_NODES,
  clients: {
    summary: 'a node from the clients; the other nodes still reach it',
    target: 'primary',
    takesTarget: true,
    leastNodes: 1,
    oneWay: true,
    cutsClients: true,
    make: ({ node, direction, random }) => [isolateFromClients(node, direction), random],
  },
  halves: {
    summary: 'the first half of the nodes from the rest',
    target: null,
    takesTarget: false,
    leastNodes: 2,
    oneWay: true,
    cutsClients: false,
    make: ({ nodes, direction, random }) => [halves(nodes, direction), random],
  },
  'random-halves': {
    summary: 'a random half of the nodes from the rest',
    target: null,
    takesTarget: false,
    leastNodes: 2,
    oneWay: true,
    cutsClients: false,
    make: ({ nodes, direction, random }) => randomHalves(nodes, direction, random),
  },
  'majority-minority': {
    summary: 'a random minority from the majority',
    target: null,
    takesTarget: false,
    leastNodes: 3,
    oneWay: true,
    cutsClients: false,
    make: ({ nodes, direction, random }) => minority(nodes, direction, random),
  },
  bridge: {
    summary: 'two halves from each other, with one node between that hears both',
    target: 'any',
    takesTarget: true,
    leastNodes: 3,
    oneWay: false,
    cutsClients: false,
    make: ({ nodes, node, random }) => [bridge(nodes, node), random],
  },
  ring: {
    summary: 'every node hears a majority, and no two the same',
    target: null,
    takesTarget: false,
    leastNodes: 4,
    oneWay: false,
    cutsClients: false,
    make: ({ nodes, random }) => [ring(nodes), random],
  },
  'each-primary-alone': {
    summary: 'every node that calls itself primary from all other nodes; clients still reach it',
    target: null,
    takesTarget: false,
    ofClaimants: true,
    leastNodes: 2,
    oneWay: true,
    cutsClients: false,
    make: ({ nodes, claimants, direction, random }) => [
      isolateEach(nodes, claimants, direction),
      random,
    ],
  },
  together: {
    summary: 'a set of nodes, roles and clients, which stay together, from all the rest',
    target: null,
    takesTarget: false,
    leastTargets: 1,
    needsRest: true,
    leastNodes: 1,
    oneWay: true,
    cutsClients: true,
    make: ({ nodes, members, direction, random }) => [
      isolateTogether(nodes, members, direction),
      random,
    ],
  },
  apart: {
    summary: 'some nodes, roles and clients from each other; all the rest still reach them',
    target: null,
    takesTarget: false,
    leastTargets: 2,
    leastNodes: 1,
    oneWay: false,
    cutsClients: true,
    make: ({ members, random }) => [keepApart(members), random],
  },
  'data-from-watchers': DATA_FROM_WATCHERS,
  /** The older name of `primary-from-nodes`, in stored plans. It cuts no client off. */
  'primary-with-clients': PRIMARY_FROM_NODES,
  /** The older name of `data-from-watchers`, in stored plans. */
  'data-from-sentinels': DATA_FROM_WATCHERS,
} as const satisfies Readonly<Record<string, GrudgeKind>>;

export type GrudgeName = keyof typeof GRUDGE_KINDS;
