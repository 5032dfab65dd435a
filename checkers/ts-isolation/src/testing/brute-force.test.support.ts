import type { ConsistencyModel } from '../models/models.js';
import type { MicroOp, Transaction, Value } from '../types.js';

/**
 * Judges small histories by the definitions, by trying every order of the transactions, and every choice of those
 * of which nobody knows whether they committed. It shares no code with the checkers.
 */
export function isAllowed(
  all: readonly Transaction[],
  model: JudgedModel,
  claims: Claims = {},
): boolean {
  const history = all.map(taken);
  const unsure = history.filter(({ outcome }) => outcome === 'info');
  for (let choice = 0; choice < 1 << unsure.length; choice += 1) {
    const chosen = new Set(unsure.filter((_, bit) => ((choice >> bit) & 1) === 1));
    const committed = history.filter((one) => one.outcome === 'ok' || chosen.has(one));
    if (isAllowedWith(committed, history, model, claimedOf(committed, claims))) return true;
  }
  return false;
}

/** The models that are judged by their definitions. */
export const JUDGED_MODELS = [
  'read-committed',
  'monotonic-atomic-view',
  'read-atomic',
  'causal',
  'pram',
  'snapshot-isolation',
  'strong-session-snapshot-isolation',
  'strong-snapshot-isolation',
  'serializable',
  'strong-session-serializable',
  'strict-serializable',
] as const satisfies readonly ConsistencyModel[];

export type JudgedModel = (typeof JUDGED_MODELS)[number];

type Order = (before: Transaction, after: Transaction) => boolean;

/** What a transaction read of which nobody knows is not known, either. */
function taken(transaction: Transaction): Transaction {
  if (transaction.outcome === 'ok') return transaction;
  const ops = transaction.ops.map((op): MicroOp => (op[0] === 'r' ? ['r', op[1], undefined] : op));
  return { ...transaction, ops, return: Number.POSITIVE_INFINITY };
}

export const inSession: Order = (a, b) =>
  a !== b && a.process === b.process && a.outcome === 'ok' && (a.return ?? 0) <= (b.call ?? 0);

const inTime: Order = (a, b) => a.outcome === 'ok' && (a.return ?? 0) < (b.call ?? 0);

function isAllowedWith(
  committed: readonly Transaction[],
  history: readonly Transaction[],
  model: JudgedModel,
  claimed: Order,
): boolean {
  const order: Order = model.startsWith('strong-session')
    ? inSession
    : model.startsWith('str')
      ? (a, b) => inTime(a, b) || inSession(a, b)
      : () => false;
  const both: Order = (a, b) => order(a, b) || claimed(a, b);
  if (readsAhead(committed)) return false;
  if (model.endsWith('serializable')) {
    return canRun(committed, both, {}, run);
  }
  if (model.endsWith('snapshot-isolation')) {
    return canRun<readonly Commit[]>(committed, both, [], (before, next) =>
      commit(before, next, order),
    );
  }
  if (model !== 'pram') return isWeak(committed, history, model, claimed);
  return isWeak(committed, history, 'read-committed', claimed) && isPram(committed, claimed);
}

/** What is claimed of each register by itself. */
export interface Claims {
  readonly linearizableKeys?: boolean;
  readonly sequentialKeys?: boolean;
}

/**
 * What is known of the order of those who wrote a register, if each register by itself is linearizable, or sequentially
 * consistent: one comes before another that read what it wrote before it wrote itself; and if it, or one who read what it
 * wrote, had ended before the other, or one who read that, began; or if one process did the first before the second.
 */
export function claimedOf(
  committed: readonly Transaction[],
  { linearizableKeys = false, sequentialKeys = false }: Claims,
): Order {
  const tells: Order = (a, b) =>
    (linearizableKeys && inTime(a, b)) || (sequentialKeys && inSession(a, b));
  if (!linearizableKeys && !sequentialKeys) return () => false;
  return (a, b) =>
    a !== b &&
    [...writtenBy(a)].some((key) => {
      if (!writtenBy(b).has(key)) return false;
      const usersOf = (writer: Transaction): readonly Transaction[] => {
        const written = writer.ops.findLast(([f, k]) => f === 'w' && JSON.stringify(k) === key);
        if (written === undefined) return [];
        return [writer, ...committed.filter((one) => one.ops.some((op) => isOf(written, op, one)))];
      };
      const isUpdate = b.ops.find((op) => JSON.stringify(op[1]) === key)?.[0] === 'r';
      return (
        (isUpdate && usersOf(a).includes(b)) ||
        usersOf(a).some((first) => usersOf(b).some((second) => tells(first, second)))
      );
    });
}

/**
 * Whether the transactions can be done one after another, in an order that keeps to one that is given.
 * @param step - the state after the next transaction; null where it cannot be the next.
 * @param holds - what must be so in the end.
 */
function canRun<S>(
  transactions: readonly Transaction[],
  order: Order,
  state: S,
  step: (before: S, next: Transaction) => S | null,
  holds: (end: S) => boolean = () => true,
): boolean {
  if (transactions.length === 0) return holds(state);
  return transactions.some((next) => {
    if (transactions.some((other) => other !== next && order(other, next))) return false;
    const after = step(state, next);
    if (after === null) return false;
    const rest = transactions.filter((other) => other !== next);
    return canRun(rest, order, after, step, holds);
  });
}

type State = Readonly<Record<string, string>>;
const NOTHING = 'null';

/** Does a transaction on a state; null where it read otherwise. */
function run(before: State, { ops }: Transaction): State | null {
  let state = before;
  for (const [f, key, value] of ops) {
    const name = JSON.stringify(key);
    const now = state[name] ?? NOTHING;
    if (f === 'w') state = { ...state, [name]: JSON.stringify(value) };
    else if (f === 'append') {
      const list = now === NOTHING ? [] : (JSON.parse(now) as Value[]);
      state = { ...state, [name]: JSON.stringify([...list, value]) };
    } else if (value !== undefined) {
      const read = JSON.stringify(value);
      if (read !== now && !(read === '[]' && now === NOTHING)) return null;
    }
  }
  return state;
}

/** A transaction that committed, and the state after it. */
interface Commit {
  readonly transaction: Transaction;
  readonly state: State;
}

/**
 * Snapshot isolation: in the order of the commits, each transaction ran on the state after some of
 * those before it, and none between that and its commit wrote what it wrote.
 */
function commit(before: readonly Commit[], next: Transaction, mustSee: Order): Commit[] | null {
  const written = writtenBy(next);
  const stateAfter = (seen: number): State => before[seen - 1]?.state ?? {};
  for (let seen = before.length; seen >= 0; seen -= 1) {
    if (run(stateAfter(seen), next) !== null) {
      const writes = { ...next, ops: next.ops.filter(([f]) => f !== 'r') };
      const state = run(stateAfter(before.length), writes) ?? {};
      return [...before, { transaction: next, state }];
    }
    const unseen = before[seen - 1]?.transaction;
    if (unseen === undefined || mustSee(unseen, next)) return null;
    if ([...writtenBy(unseen)].some((key) => written.has(key))) return null;
  }
  return null;
}

function writtenBy({ ops }: Transaction): Set<string> {
  return new Set(ops.flatMap(([f, key]) => (f === 'r' ? [] : [JSON.stringify(key)])));
}

/**
 * Pipelined RAM (Lipton and Sandberg 1988), of whole transactions: for each session there is an order of all, which
 * keeps to the order of every session, and in which this session reads what is there. Lists have one order
 * for all sessions.
 */
function isPram(committed: readonly Transaction[], claimed: Order): boolean {
  const keepTo: Order = (a, b) => inSession(a, b) || claimed(a, b);
  const sessions = new Set(committed.map(({ process }) => process));
  return [...sessions].every((session) => {
    const seen = (one: Transaction): Transaction =>
      one.process === session ? one : { ...one, ops: one.ops.filter(([f]) => f !== 'r') };
    return canRun<{ readonly state: State; readonly order: readonly Transaction[] }>(
      committed,
      keepTo,
      { state: {}, order: [] },
      (before, next) => {
        const state = run(before.state, seen(next));
        return state === null ? null : { state, order: [...before.order, next] };
      },
      ({ order }) => isOrderOfLists(order),
    );
  });
}

/** Whether each list that was read is the beginning of what an order appends. */
function isOrderOfLists(order: readonly Transaction[]): boolean {
  const lists = new Map<string, Value[]>();
  for (const [f, key, value] of order.flatMap(({ ops }) => ops)) {
    const name = JSON.stringify(key);
    if (f === 'append') lists.set(name, [...(lists.get(name) ?? []), value]);
  }
  return order.every(({ ops }) =>
    ops.every(([f, key, read]) => {
      if (f !== 'r' || !Array.isArray(read)) return true;
      const whole = lists.get(JSON.stringify(key)) ?? [];
      return (read as readonly Value[]).every((value, at) => value === whole[at]);
    }),
  );
}

/** A read of what another transaction wrote: which key, which writer (null before all writes), where. */
interface External {
  readonly key: string;
  readonly writer: Transaction | null;
  readonly at: number;
}

interface Externals {
  readonly reads: External[];
  readonly wrong: Set<string>;
}

const INTERNAL = 'internal';
const FORBIDDEN = 'forbidden';

/** What the reads of lists saw, by the last element of another; or what is wrong with them whatever the order. */
function externalsOfLists(one: Transaction, history: readonly Transaction[]): Externals {
  const reads: External[] = [];
  const wrong = new Set<string>();
  /** What the transaction knows of each list: all of it, or only how it ends. */
  const known = new Map<string, { readonly list: readonly Value[]; readonly isWhole: boolean }>();
  const appendsOf = ({ ops }: Transaction, key: string): readonly Value[] =>
    ops.flatMap(([f, k, v]) => (f === 'append' && JSON.stringify(k) === key ? [v] : []));
  for (const [at, [f, k, value]] of one.ops.entries()) {
    const key = JSON.stringify(k);
    const before = known.get(key) ?? { list: [], isWhole: false };
    if (f !== 'r') {
      known.set(key, { ...before, list: [...before.list, value] });
      continue;
    }
    if (value === undefined) continue;
    const list = (value ?? []) as readonly Value[];
    const end = list.slice(Math.max(0, list.length - before.list.length));
    const isSame = JSON.stringify(before.isWhole ? list : end) === JSON.stringify(before.list);
    if (!isSame) wrong.add(INTERNAL);
    known.set(key, { list, isWhole: true });
    const own = appendsOf(one, key);
    const later = appendsOf({ ...one, ops: one.ops.slice(at) }, key);
    if (later.some((element) => list.includes(element))) wrong.add(FORBIDDEN);
    const last = list.findLast((element) => !own.includes(element));
    const writer =
      last === undefined ? null : history.find((other) => appendsOf(other, key).includes(last));
    if (writer === undefined) wrong.add(FORBIDDEN);
    else if (writer !== null && appendsOf(writer, key).at(-1) !== last) wrong.add(FORBIDDEN);
    else reads.push({ key, writer, at });
  }
  return { reads, wrong };
}

/** What the reads of registers saw; or what is wrong with them whatever the order. */
function externals(one: Transaction, history: readonly Transaction[]): Externals {
  const reads: External[] = [];
  const wrong = new Set<string>();
  const known = new Map<string, { readonly value: string; readonly own: boolean }>();
  for (const [at, [f, key, value]] of one.ops.entries()) {
    const name = JSON.stringify(key);
    if (f !== 'r') {
      known.set(name, { value: JSON.stringify(value), own: true });
      continue;
    }
    if (value === undefined) continue;
    const text = JSON.stringify(value);
    const last = known.get(name);
    if (last !== undefined && last.value !== text) wrong.add(INTERNAL);
    const writer = history.find(({ ops }) =>
      ops.some(
        (op) => op[0] === 'w' && JSON.stringify(op[1]) === name && JSON.stringify(op[2]) === text,
      ),
    );
    if (text !== NOTHING && writer === undefined) wrong.add(FORBIDDEN);
    if (last?.own === true && last.value === text) continue;
    if (writer === one) {
      const isLater = one.ops
        .slice(at)
        .some(([g, k, v]) => g === 'w' && k === key && JSON.stringify(v) === text);
      if (isLater) wrong.add(FORBIDDEN);
      continue;
    }
    if (writer !== undefined) {
      const own = writer.ops.filter((op) => op[0] === 'w' && JSON.stringify(op[1]) === name);
      const isLast = JSON.stringify(own.at(-1)?.[2]) === text;
      if (writer.outcome === 'fail' || !isLast) wrong.add(FORBIDDEN);
    }
    known.set(name, { value: text, own: false });
    reads.push({ key: name, writer: writer ?? null, at });
  }
  return { reads, wrong };
}

/**
 * Levels that ask for an order of commits, because of what was read (Biswas and Enea 2019). The lists that
 * were read must be beginnings of what this order appends.
 */
function isWeak(
  committed: readonly Transaction[],
  history: readonly Transaction[],
  model: JudgedModel,
  claimed: Order,
): boolean {
  const isOfLists = history.some(({ ops }) =>
    ops.some(([f, , value]) => f === 'append' || Array.isArray(value)),
  );
  const of = new Map(
    committed.map((one) => [one, (isOfLists ? externalsOfLists : externals)(one, history)]),
  );
  const members = [...of.keys()];
  const hasSessions = model === 'read-atomic' || model === 'causal';
  for (const { reads, wrong } of of.values()) {
    if (wrong.has(FORBIDDEN) || (wrong.has(INTERNAL) && hasSessions)) return false;
    if (reads.some(({ writer }) => writer !== null && !of.has(writer))) return false;
  }
  const readsFrom: Order = (a, b) => of.get(b)?.reads.some(({ writer }) => writer === a) === true;
  const direct: Order = (a, b) => readsFrom(a, b) || (hasSessions && inSession(a, b));
  const knows = (a: Transaction, b: Transaction, at: number): boolean => {
    if (model === 'read-committed') return false;
    if (model === 'monotonic-atomic-view') {
      return of.get(b)?.reads.some((read) => read.writer === a && read.at < at) === true;
    }
    return model === 'read-atomic' ? direct(a, b) : reaches(members, direct, a, b);
  };
  /** Who must commit before whom. */
  const forced: [Transaction, Transaction][] = [];
  for (const [reader, { reads }] of of) {
    for (const { key, writer, at } of reads) {
      for (const other of members) {
        if (other === writer || other === reader || !writtenBy(other).has(key)) continue;
        if (!knows(other, reader, at)) continue;
        if (writer === null) return false;
        forced.push([other, writer]);
      }
    }
  }
  const must: Order = (a, b) =>
    direct(a, b) || claimed(a, b) || forced.some(([x, y]) => x === a && y === b);
  return canRun<readonly Transaction[]>(
    members,
    must,
    [],
    (order, next) => [...order, next],
    isOrderOfLists,
  );
}

function reaches(
  all: readonly Transaction[],
  order: Order,
  from: Transaction,
  to: Transaction,
): boolean {
  const reached = new Set(all.filter((one) => order(from, one)));
  for (const one of reached) for (const next of all) if (order(one, next)) reached.add(next);
  return reached.has(to);
}

/**
 * Whether a transaction read what its writer's process came to only after the reader, by processes and
 * reads: no execution can do that, whatever the level.
 */
function readsAhead(committed: readonly Transaction[]): boolean {
  const reads: Order = (a, b) =>
    a !== b && b.ops.some((op) => a.ops.some((other) => other[0] !== 'r' && isOf(other, op, b)));
  const direct: Order = (a, b) => reads(a, b) || inSession(a, b);
  return committed.some((one) => reaches(committed, direct, one, one));
}

/** Whether a read saw what another transaction wrote: of a list the last element that is not its own. */
function isOf(write: MicroOp, [f, key, value]: MicroOp, reader: Transaction): boolean {
  if (f !== 'r' || value === undefined || JSON.stringify(key) !== JSON.stringify(write[1])) {
    return false;
  }
  if (write[0] !== 'append') {
    return JSON.stringify(value) === JSON.stringify(write[2]);
  }
  const own = new Set(reader.ops.flatMap(([g, k, v]) => (g !== 'r' && k === key ? [v] : [])));
  return ((value ?? []) as readonly Value[]).findLast((one) => !own.has(one)) === write[2];
}
