import { distinct } from '../../history/columns.js';
import { listed, type Words } from '../words.js';
import { following, type BrokenChain, type Chains } from './chains.js';
import type { Clusters, ImpossibleSight } from './clusters.js';
import { NONE, type Effects } from './effects.js';
import { Kind, type RegisterColumns } from './operations.js';

/** Beyond this, a witness does not go back to where every value came from. */
const LONGEST_WITNESS = 64;

/** Everything that was found out about a history. */
export interface RegisterFacts {
  readonly columns: RegisterColumns;
  readonly effects: Effects;
  readonly clusters: Clusters;
}

interface Illegal {
  readonly verdict: 'illegal';
  readonly witness: readonly number[];
  readonly reason: string;
}

/** The verdict on an operation that saw what it cannot have seen. */
export function illegalSight(
  columns: RegisterColumns,
  effects: Effects,
  sight: ImpossibleSight,
  words: Words,
): Illegal {
  const who = words(sight.by);
  if (sight.because === 'never-written') {
    return illegal(
      withOrigins(columns, effects, [sight.by]),
      `${who} saw a value that nothing can have written`,
    );
  }
  const creator = effects.creatorOf[columns.value[sight.by] as number] as number;
  return illegal(
    withOrigins(columns, effects, [sight.by, creator]),
    `${who} returned before ${words(creator)}, which wrote that value, was called`,
  );
}

/** The verdict on clusters that cannot be linked. */
export function illegalChain(facts: RegisterFacts, chain: BrokenChain, words: Words): Illegal {
  const { columns, effects, clusters } = facts;
  switch (chain.broken) {
    case 'forked':
      return illegal(
        withOrigins(columns, effects, chain.by),
        `${chain.by.map(words).join(' and ')} both replaced a value that was written once`,
      );
    case 'circle':
      return illegal(
        withOrigins(columns, effects, chain.operations),
        `${listed(words, chain.operations)}: each needs the value of another of them first`,
      );
    default: {
      const early = clusters.firstReturned[chain.later] as number;
      const late = clusters.lastCalled[chain.earlier] as number;
      const links = linksBetween(facts, chain.earlier, chain.later);
      return illegal(
        withOrigins(columns, effects, [early, late, ...links]),
        `${words(early)} returned before ${words(late)} was called, but the value of the ` +
          `latter came before, linked by ${listed(words, links)}`,
      );
    }
  }
}

/** The verdict on two chains that have to come before each other. */
export function illegalZones(
  facts: RegisterFacts,
  chains: Chains,
  [a, b]: readonly [number, number],
  words: Words,
): Illegal {
  const { columns, effects, clusters } = facts;
  const others = operationsBetween(facts, chains, a, b);
  const held = narrowed(
    clusters,
    chains,
    a,
    Math.min(...others.ends.map((operation) => columns.return[operation] as number)),
    Math.max(...others.ends.map((operation) => columns.call[operation] as number)),
  );
  const first = clusters.firstReturned[held.from] as number;
  const last = clusters.lastCalled[held.to] as number;
  const links = linksBetween(facts, held.from, held.to);
  const operations = [first, last, ...links, ...others.all];
  const start = first === NONE ? 'from the initial state' : `from ${words(first)}`;
  return illegal(
    withOrigins(columns, effects, operations),
    `${start} to ${words(last)} no other value fits in` +
      `${links.length > 0 ? ` (linked by ${listed(words, links)})` : ''}, ` +
      `but ${others.ends.map(words).join(' and ')} cannot be all before or all after that`,
  );
}

function illegal(witness: readonly number[], reason: string): Illegal {
  return { verdict: 'illegal', witness, reason };
}

/** The part of chain `a` that leaves no room for what returned and was called at these times. */
function narrowed(
  clusters: Clusters,
  chains: Chains,
  a: number,
  returned: number,
  called: number,
): { from: number; to: number } {
  const end = chains.lastCluster[a] as number;
  let from = chains.firstCluster[a] as number;
  for (let at = from; at !== NONE; at = at === end ? NONE : following(chains.next, at)) {
    if ((clusters.firstReturn[at] as number) < called) {
      from = at;
    }
  }
  let to = from;
  while (to !== end && (clusters.lastCall[to] as number) <= returned) {
    to = following(chains.next, to);
  }
  return { from, to };
}

/** The operations of chain `b` that can be neither before nor after chain `a`. */
function operationsBetween(
  facts: RegisterFacts,
  chains: Chains,
  a: number,
  b: number,
): { ends: readonly number[]; all: readonly number[] } {
  const { call, return: returned } = facts.columns;
  const { firstReturned, lastCalled } = facts.clusters;
  const from = chains.firstCluster[b] as number;
  const to = chains.lastCluster[b] as number;
  const first = firstReturned[from] as number;
  const last = lastCalled[to] as number;
  // One operation may be enough.
  if (first !== NONE && (call[first] as number) > (chains.firstReturn[a] as number)) {
    return { ends: [first], all: [first] };
  }
  if (last !== NONE && (returned[last] as number) < (chains.lastCall[a] as number)) {
    return { ends: [last], all: [last] };
  }
  const ends = [...new Set([first, last])].filter((operation) => operation !== NONE);
  return { ends, all: [...ends, ...linksBetween(facts, from, to)] };
}

/** The cas operations from one cluster to another of its chain, the earlier first. */
function linksBetween(facts: RegisterFacts, a: number, b: number): readonly number[] {
  return linksTo(facts, b, a) ?? linksTo(facts, a, b) ?? [];
}

/** The cas operations that lead to a cluster from another one; nothing if that is not before it. */
function linksTo(
  { columns, effects, clusters }: RegisterFacts,
  to: number,
  from: number,
): readonly number[] | undefined {
  const links: number[] = [];
  for (let at = to; at !== from;) {
    const operation = clusters.creator[at] as number;
    if (effects.kind[operation] !== Kind.cas) {
      return undefined;
    }
    links.push(operation);
    at = columns.from[operation] as number;
  }
  return links.toReversed();
}

/**
 * Adds to operations who wrote what they saw, and who proves that those without an answer took
 * effect, as far as that stays short. Ascending.
 */
function withOrigins(
  columns: RegisterColumns,
  effects: Effects,
  operations: readonly number[],
): readonly number[] {
  const { kind, creatorOf, creators, seenBy } = effects;
  const isFound = new Uint8Array(kind.length);
  const open = [...operations];
  let found = 0;
  for (let next = 0; next < open.length; next++) {
    const at = open[next] as number;
    if (at === NONE || isFound[at] === 1) {
      continue;
    }
    isFound[at] = 1;
    found++;
    const proof = seenBy[columns.value[at] as number] as number;
    if (columns.return[at] === Infinity && proof !== NONE) {
      open.push(proof);
    }
    const { from, value } = columns;
    const sees =
      kind[at] === Kind.write ? NONE : ((kind[at] === Kind.cas ? from[at] : value[at]) as number);
    if (sees !== NONE && creators[sees] === 1 && found < LONGEST_WITNESS) {
      open.push(creatorOf[sees] as number);
    }
  }
  return distinct(open);
}
