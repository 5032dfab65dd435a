import { elementsOf, isJsonObject, type Json, type JsonObject } from './json.js';

/** What a node has lost when a fault is over: what it had not on its disk, or all its data. */
export type FaultCost = 'memory' | 'data';

/**
 * What a fault says of itself: for people in words, and for checkers and reports in terms that are the
 * same for every fault. It stands in the record of the operation that began the fault, so nobody has
 * to know the fault in order to read a run. All nodes are named by their names.
 */
export interface FaultAccount {
  /** What it did, as a clause: `n1 was cut off from n2 and n3`. */
  readonly words: string;
  /** The fault and where it fell, as a noun: `kill on n1 (redis-server)`. */
  readonly name: string;
  /** The nodes that it fell on; a fault that is ended node by node is over when it has left all of them. */
  readonly nodes: readonly string[];
  /** The nodes whose store it has hurt: what they had acknowledged may be gone because of it. */
  readonly hurt: readonly string[];
  /** Nodes that the other nodes miss while it lasts: dead, frozen, or cut off from them. */
  readonly away?: readonly string[];
  /** Nodes that go on, cut off from others. */
  readonly isolated?: readonly string[];
  /** What the nodes it has hurt have lost, when they are back. */
  readonly costs?: FaultCost;
  /** Nodes that it made take writes beside the one that should. */
  readonly mistaken?: readonly string[];
}

/** The JSON form of an account, as a history holds it. */
export function accountJson(account: FaultAccount): JsonObject {
  return Object.fromEntries(
    Object.entries(account as unknown as Record<string, Json | undefined>).flatMap(
      ([name, value]) => (value === undefined ? [] : [[name, value]]),
    ),
  );
}

/** An account from its JSON form; `null` where it is none. */
export function accountFrom(value: Json | undefined): FaultAccount | null {
  if (!isJsonObject(value)) return null;
  const { words, name, costs } = value;
  if (typeof words !== 'string' || typeof name !== 'string') return null;
  const lists = (['away', 'isolated', 'mistaken'] as const).flatMap((field) =>
    value[field] === undefined ? [] : [[field, namesIn(value[field])]],
  );
  return {
    words,
    name,
    nodes: namesIn(value['nodes']),
    hurt: namesIn(value['hurt']),
    ...(Object.fromEntries(lists) as Partial<FaultAccount>),
    ...(costs === 'memory' || costs === 'data' ? { costs } : {}),
  };
}

function namesIn(value: Json | undefined): readonly string[] {
  return elementsOf(value).filter((item) => typeof item === 'string');
}
