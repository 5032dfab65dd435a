import { gather, pick } from '../../history/columns.js';
import { shrink, type Judgement } from '../../explain/shrink.js';
import type { ClaimedBy, Control } from '../../types.js';
import { within } from '../../within.js';
import { follow } from '../just-in-time/follow.js';
import { timelineOf, type Timeline } from '../just-in-time/timeline.js';
import { Kind, type RegisterColumns } from '../register/operations.js';
import { FollowedRegister } from './followed.js';

/** How many configurations are kept, and how many writers a witness goes back at most. */
const WIDTH = 512;
const MOST_WRITERS = 64;
/** How long operations are left out, in milliseconds. */
const MOST_MS = 1000;

/** A part of a history that is illegal whatever came before it. */
interface Window {
  readonly operations: readonly number[];
  readonly columns: RegisterColumns;
  /** How many of the operations were called before its beginning, and so are not binding. */
  readonly early?: number;
}

/** What makes a history illegal. */
export interface Core {
  /** Operations that are illegal together, whatever came before them: see `claim`. */
  readonly core: readonly number[];
  /** Who wrote last, before that, what they saw, and so on: only that they are understood. */
  readonly writers: readonly number[];
  /** Where the core begins, and whether each operation of it is needed. */
  readonly claim: ClaimedBy;
}

/**
 * Few operations that make a history illegal: those that cannot be left out of the shortest time before
 * a return that nothing reaches. What else was in flight then may have taken effect or not.
 */
export function coreOf(columns: RegisterColumns, stuckAt: number, control: Control): Core {
  const { kind } = columns;
  const timeline = timelineOf(
    columns,
    [...kind.keys()].filter((at) => kind[at] !== Kind.ignored),
  );
  const end = timeline.returned[stuckAt] as number;
  const bounds = within(control, MOST_MS);
  const isOver = (): boolean => bounds.stop() !== undefined;
  const until = columns.return[stuckAt] as number;
  for (let length = 4; ; length *= 2) {
    const window = windowOf(columns, timeline, end - length, end);
    const returns = window.columns.return;
    const binding = Array.from(returns.keys())
      .slice(window.early ?? 0)
      .filter((at) => (returns[at] as number) <= until);
    const from = window.early === undefined ? 'initial-state-in-time' : 'any-state-in-time';
    if (judge(window, binding, control) === 'illegal') {
      const { kept, minimal } = shrink(binding, (some) => judge(window, some, control), isOver);
      const core = kept.map((at) => window.operations[at] as number);
      return { core, writers: writersOf(columns, core), claim: { from, minimal } };
    }
    if (length > end) {
      return { core: window.operations, writers: [], claim: { from, minimal: false } };
    }
  }
}

/**
 * Whether some operations of a window are illegal, if the others need not have taken effect. First, operations
 * without an answer can take effect again and again: what is illegal then is illegal. What is legal
 * only then is looked at once more with each of them once.
 */
function judge(
  { columns, early }: Window,
  binding: readonly number[],
  control: Control,
): Judgement {
  const isBinding = new Uint8Array(columns.kind.length);
  binding.forEach((at) => (isBinding[at] = 1));
  const kind = columns.kind.map((one, at) => {
    const changes = one === Kind.write || one === Kind.cas || one === Kind.maybe;
    return isBinding[at] === 1 || changes ? one : Kind.ignored;
  });
  // What is ignored has no events.
  const known =
    early === undefined
      ? undefined
      : kind.subarray(0, early).filter((one) => one !== Kind.ignored).length;
  const swept = (relaxed: boolean): Judgement => {
    const terms = { isBinding, relaxed, ...(known === undefined ? {} : { early: known }) };
    const found = follow(new FollowedRegister({ ...columns, kind }, terms, WIDTH), WIDTH, control);
    // It may be stopped, or end only because something was left out.
    const isKnown = found.end === 'stuck' && !found.isCut;
    return isKnown ? 'illegal' : found.end === 'ok' ? 'ok' : 'unknown';
  };
  const relaxed = swept(true);
  return relaxed === 'illegal' || !columns.return.includes(Infinity) ? relaxed : swept(false);
}

/** All operations between two events. */
function windowOf(
  columns: RegisterColumns,
  { events, returned }: Timeline,
  start: number,
  end: number,
): Window {
  const operations: number[] = [];
  let early = 0;
  for (let event = 0; event <= end; event++) {
    const operation = events[event] as number;
    if (operation >= 0 && (returned[operation] as number) >= start) {
      early += event < start ? 1 : 0;
      operations.push(operation);
    }
  }
  const places = Int32Array.from(operations);
  const part = {
    call: gather(columns.call, places),
    return: gather(columns.return, places),
    kind: Uint8Array.from(places, (at) => columns.kind[at] as number),
    value: pick(columns.value, places),
    from: columns.from.length === 0 ? columns.from : pick(columns.from, places),
    values: columns.values,
  };
  return { operations, columns: part, ...(start > 0 ? { early } : {}) };
}

/** Of each value that is looked at, who wrote it last before that; and so on for these. */
function writersOf(columns: RegisterColumns, core: readonly number[]): readonly number[] {
  const { kind, value, from, call, return: returned } = columns;
  const all = [...core];
  for (const at of all) {
    const seen = kind[at] === Kind.cas || kind[at] === Kind.maybe ? from[at] : value[at];
    if (kind[at] === Kind.write || kind[at] === Kind.avoids || all.length > MOST_WRITERS) {
      continue;
    }
    let last: number | undefined;
    for (let other = 0; other < kind.length; other++) {
      const writes = kind[other] === Kind.write || kind[other] === Kind.cas;
      const isBefore = (call[other] as number) <= (returned[at] as number) && other !== at;
      if (writes && value[other] === seen && isBefore) {
        last =
          last === undefined || (call[other] as number) > (call[last] as number) ? other : last;
      }
    }
    if (last !== undefined && !all.includes(last)) {
      all.push(last);
    }
  }
  return all.slice(core.length);
}
