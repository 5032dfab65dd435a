import { INITIAL, Kind, type RegisterColumns } from './operations.js';

/** Nobody: no operation, or the state before the first one. */
export const NONE = -1;

/**
 * Which operations took effect, and which operation made each value.
 *
 * An operation without an answer took effect if its value was seen: by a read, or by a cas that
 * took effect itself. If nobody saw its value it can be left out.
 */
export interface Effects {
  /** As in the columns, with what is known now: unseen optional operations are ignored. */
  readonly kind: Uint8Array;
  /** Per value: the operation that made it, `NONE` for the initial value and for no one. */
  readonly creatorOf: Int32Array;
  /** Per value: how many operations made it; the initial value counts as made once. */
  readonly creators: Int32Array;
  /** Per value: an operation that proves that it was there, or `NONE`. */
  readonly seenBy: Int32Array;
}

/**
 * Resolves the effects, or says in words why not: values that were seen have to be unique, and what
 * an operation saw has to be known.
 */
export function resolveEffects(columns: RegisterColumns): Effects | string {
  const { value, from, values } = columns;
  const kind = columns.kind.slice();
  const creatorOf = new Int32Array(values).fill(NONE);
  const creators = new Int32Array(values);
  const seenBy = new Int32Array(values).fill(NONE);
  creators[INITIAL] = 1;
  for (let i = 0; i < kind.length; i++) {
    const id = value[i] as number;
    switch (kind[i]) {
      case Kind.ignored:
        break;
      case Kind.read:
        seenBy[id] = i;
        break;
      case Kind.cas:
      case Kind.write:
        creatorOf[id] = i;
        creators[id] = (creators[id] as number) + 1;
        if (kind[i] === Kind.cas && columns.return[i] !== Infinity) {
          seenBy[from[i] as number] = i;
        }
        break;
      default:
        return `operation ${i} does not say what it saw`;
    }
  }
  spreadSeen(columns, { kind, creatorOf, creators, seenBy });
  for (let id = 0; id < values; id++) {
    if (seenBy[id] !== NONE && (creators[id] as number) > 1) {
      return `a value that was looked at was written more than once, by operation ${creatorOf[id]} for one`;
    }
  }
  for (let i = 0; i < kind.length; i++) {
    if (columns.return[i] === Infinity && seenBy[value[i] as number] === NONE) {
      kind[i] = Kind.ignored;
    }
  }
  return { kind, creatorOf, creators, seenBy };
}

/** What a cas without an answer replaced was there if what it set was seen. */
function spreadSeen(
  { from, values, return: returned }: RegisterColumns,
  { kind, creatorOf, creators, seenBy }: Effects,
): void {
  if (from.length === 0) {
    return;
  }
  const open = new Int32Array(values);
  let size = 0;
  for (let id = 0; id < values; id++) {
    if (seenBy[id] !== NONE) {
      open[size++] = id;
    }
  }
  while (size > 0) {
    const id = open[--size] as number;
    const creator = creatorOf[id] as number;
    if (creator === NONE || creators[id] !== 1) {
      continue;
    }
    const replaces = kind[creator] === Kind.cas && returned[creator] === Infinity;
    const replaced = from[creator] as number;
    if (replaces && seenBy[replaced] === NONE) {
      seenBy[replaced] = creator;
      open[size++] = replaced;
    }
  }
}
