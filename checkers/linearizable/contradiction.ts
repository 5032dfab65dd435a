import { describeValue, valueKey, type Key, type Value } from 'ts-linearizability';
import { seconds } from '../../harness/core/words.js';
import type { Touch } from './touches.js';

/** All that some ops say of one value. */
interface Presence {
  readonly touches: readonly Touch[];
  /** The op by whose end the value had been there. */
  readonly there: Touch;
  /** The last op to begin that brings or sees it: it was there, or came, after this had begun. */
  readonly last: Touch;
}

/**
 * Why a few ops on a register whose values are each brought once have no legal order, in a sentence;
 * `null` where two values alone do not show it. After Gibbons and Korach (1997): a value is there from
 * the earliest end to the latest beginning of the ops that bring or see it, and no other may be
 * there, or come and go, meanwhile.
 * @param first - the value at first; `undefined` where it is not known.
 */
export function contradictionIn(
  touches: readonly Touch[],
  first: Value | undefined,
): string | null {
  const presences = presencesOf([...(first === undefined ? [] : [atFirst(first)]), ...touches]);
  for (const { touches: ofValue } of presences) {
    const gone = goneThenSeen(ofValue);
    if (gone !== null) return gone;
  }
  for (const one of presences) {
    for (const other of presences) {
      if (one === other || one.there.end >= one.last.op) continue;
      const between = other.touches.every(({ op, end }) => op > one.there.end && end < one.last.op);
      if (between) return replaced(one, other);
    }
  }
  const brought = presences.filter(({ there }) => !isAtFirst(there));
  for (const [i, one] of brought.entries()) {
    for (const other of brought.slice(i + 1)) {
      const overlap =
        one.there.end < one.last.op &&
        other.there.end < other.last.op &&
        one.there.end < other.last.op &&
        other.there.end < one.last.op;
      if (overlap) return bothThere(one, other);
    }
  }
  return null;
}

function presencesOf(touches: readonly Touch[]): Presence[] {
  const values = new Map<Key, Touch[]>();
  for (const touch of touches) {
    values.set(touch.key, [...(values.get(touch.key) ?? []), touch]);
  }
  return [...values.values()].flatMap((ofValue) => {
    const [first] = ofValue;
    if (first === undefined) return [];
    const there = ofValue.reduce((a, b) => (b.end < a.end ? b : a));
    const last = ofValue.reduce((a, b) => (b.op > a.op ? b : a));
    return [{ touches: ofValue, there, last }];
  });
}

/** A value that a compare-and-set had replaced was there once more; `null` where it was not. */
function goneThenSeen(ofValue: readonly Touch[]): string | null {
  for (const gone of ofValue) {
    if (gone.does !== 'replaces') continue;
    const again = ofValue.find((one) => one !== gone && one.does !== 'brings' && one.op > gone.end);
    if (again === undefined) continue;
    const value = describeValue(gone.value);
    return `${value} was ${gone.words}${whereOf(gone)}, acknowledged at ${seconds(gone.end_ns)}, and yet ${value} was ${seenLast(again)}`;
  }
  return null;
}

/** One value came back after another had taken its place. */
function replaced(one: Presence, other: Presence): string {
  const [value, between] = [shown(one), shown(other)];
  const by = other.touches.find(({ does }) => does === 'brings');
  const how =
    by === undefined
      ? `${between} was seen after that (${at(other.there)})`
      : `${between} had taken its place (${by.words} at ${seconds(by.start_ns)}${whereOf(by)}${by.outcome === 'ok' ? ', acknowledged' : ''})`;
  const there = isAtFirst(one.there) ? 'at first' : `by ${seconds(one.there.end_ns)}`;
  return `${value} was there ${there}, ${how}, and yet ${value} was ${seenLast(one.last)}`;
}

/** Two values that are each there before and after the other. */
function bothThere(one: Presence, other: Presence): string {
  const stretch = (presence: Presence): string =>
    `${shown(presence)} was there from ${seconds(presence.there.end_ns)} at the latest until ${seconds(presence.last.start_ns)} at least (${presence.last.words}${whereOf(presence.last)})`;
  return `${stretch(one)}, and ${stretch(other)}: a register holds one value at a time, and each of these was brought once`;
}

function seenLast(touch: Touch): string {
  return `${touch.words} after ${seconds(touch.start_ns)}${whereOf(touch)}`;
}

function at(touch: Touch): string {
  return `${touch.words} at ${seconds(touch.start_ns)}${whereOf(touch)}`;
}

function whereOf({ node }: Touch): string {
  return node === undefined ? '' : ` on ${node}`;
}

function shown({ there }: Presence): string {
  return describeValue(there.value);
}

/** The value that a register holds before any op. */
function atFirst(value: Value): Touch {
  return {
    value,
    key: valueKey(value),
    does: 'brings',
    op: -1,
    end: -1,
    outcome: 'ok',
    start_ns: Number.NEGATIVE_INFINITY,
    end_ns: Number.NEGATIVE_INFINITY,
    node: undefined,
    words: 'there',
  };
}

function isAtFirst({ op }: Touch): boolean {
  return op === -1;
}
