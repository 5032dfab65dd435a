import { valueKey, type Key } from 'ts-linearizability';
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

/** A register that nobody has written holds null. */
const AT_FIRST: Touch = {
  value: null,
  key: valueKey(null),
  does: 'brings',
  op: -1,
  outcome: 'ok',
  start_ns: Number.NEGATIVE_INFINITY,
  end_ns: Number.NEGATIVE_INFINITY,
  node: undefined,
  words: 'there',
};

/**
 * Why a few ops on a register whose values are each brought once have no legal order, in a sentence;
 * `null` where two values alone do not show it. After Gibbons and Korach (1997): a value is there from
 * the earliest end to the latest beginning of the ops that bring or see it, and no other may be
 * there, or come and go, meanwhile.
 */
export function contradictionIn(touches: readonly Touch[]): string | null {
  const presences = presencesOf([AT_FIRST, ...touches]);
  for (const { touches: ofValue } of presences) {
    const gone = goneThenSeen(ofValue);
    if (gone !== null) return gone;
  }
  for (const one of presences) {
    for (const other of presences) {
      if (one === other || one.there.end_ns >= one.last.start_ns) continue;
      const between = other.touches.every(
        ({ start_ns, end_ns }) => start_ns > one.there.end_ns && end_ns < one.last.start_ns,
      );
      if (between) return replaced(one, other);
    }
  }
  const brought = presences.filter(({ there }) => there !== AT_FIRST);
  for (const [i, one] of brought.entries()) {
    for (const other of brought.slice(i + 1)) {
      const overlap =
        one.there.end_ns < one.last.start_ns &&
        other.there.end_ns < other.last.start_ns &&
        one.there.end_ns < other.last.start_ns &&
        other.there.end_ns < one.last.start_ns;
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
    const there = ofValue.reduce((a, b) => (b.end_ns < a.end_ns ? b : a));
    const last = ofValue.reduce((a, b) => (b.start_ns > a.start_ns ? b : a));
    return [{ touches: ofValue, there, last }];
  });
}

/** A value that a compare-and-set had replaced was there once more; `null` where it was not. */
function goneThenSeen(ofValue: readonly Touch[]): string | null {
  for (const gone of ofValue) {
    if (gone.does !== 'replaces') continue;
    const again = ofValue.find(
      (one) => one !== gone && one.does !== 'brings' && one.start_ns > gone.end_ns,
    );
    if (again === undefined) continue;
    const value = JSON.stringify(gone.value);
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
  const there = one.there === AT_FIRST ? 'at first' : `by ${seconds(one.there.end_ns)}`;
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
  return JSON.stringify(there.value);
}
