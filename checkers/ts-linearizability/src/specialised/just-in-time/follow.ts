import type { Control, SpecialisedVerdict } from '../../types.js';
import { Meter } from './meter.js';

/**
 * A data type that is followed from return to return: just-in-time linearization (Lowe, "Testing
 * for linearizability", 2017). An operation takes effect at its return, or right before another one
 * that needs it.
 *
 * @typeParam C - a configuration: what can have happened before an event.
 */
export interface Followed<C> {
  /** See `Timeline`. */
  readonly events: Int32Array;
  /** What there can be before the first event. */
  readonly start: readonly C[];
  /** Whether something was left out that can have happened. */
  readonly isCut: boolean;
  /** How much memory its tables hold that configurations share; they may have none. */
  readonly tableBytes?: number;
  /** An operation is called: it is in flight in all configurations. */
  call(at: number, configurations: readonly C[]): void;
  /** What there can be once an operation has returned, without what others cover. */
  return(at: number, configurations: readonly C[], meter: Meter): readonly C[];
  /** How many operations without an answer took effect. */
  spentIn(configuration: C): number;
}

/** How following ended. */
export type Found<C> =
  | { readonly end: 'ok'; readonly last: C | undefined }
  /** No configuration was left before this operation returned; `isCut` if some were left out before. */
  | { readonly end: 'stuck'; readonly at: number; readonly isCut: boolean }
  | { readonly end: 'stopped' };

/**
 * Follows all that can have happened.
 *
 * @param width - how many configurations are kept, those that spent the fewest optional operations.
 */
export function follow<C>(followed: Followed<C>, width: number, control: Control): Found<C> {
  const meter = new Meter(control);
  let configurations = followed.start;
  let isCut = false;
  try {
    for (const event of followed.events) {
      if (event >= 0) {
        followed.call(event, configurations);
        continue;
      }
      configurations = followed.return(~event, configurations, meter);
      if (meter.isOver) {
        return { end: 'stopped' };
      }
      if (configurations.length === 0) {
        return { end: 'stuck', at: ~event, isCut: isCut || followed.isCut };
      }
      if (configurations.length > width) {
        isCut = true;
        configurations = configurations
          .toSorted((a, b) => followed.spentIn(a) - followed.spentIn(b))
          .slice(0, width);
      }
      meter.keep(configurations, followed.tableBytes ?? 0);
    }
    return { end: 'ok', last: configurations[0] };
  } finally {
    meter.release();
  }
}

/** How a history is decided. */
interface Course<C, F> {
  /** How many configurations are kept, at first and later. */
  readonly widths: readonly number[];
  /** Whether there are operations without an answer. */
  readonly hasOptional: boolean;
  /** Begins; if relaxed, operations without an answer can take effect again and again. */
  readonly begin: (isRelaxed: boolean, width: number) => F & Followed<C>;
  readonly linearize: (followed: F, last: C | undefined) => Int32Array;
  /** The verdict if nothing is left before an operation returns. */
  readonly illegal: (at: number) => SpecialisedVerdict;
}

/**
 * Goes on with few configurations at first, and then with more: an order that is found is an order.
 * If there is none even if operations without an answer can take effect again and again, or if
 * nothing was left out, the history is illegal.
 */
export function decide<C, F>(
  { widths, hasOptional, begin, linearize, illegal }: Course<C, F>,
  control: Control,
): SpecialisedVerdict {
  const most = widths.at(-1) ?? 0;
  const runs = widths.map((width) => ({ width, isRelaxed: false }));
  if (hasOptional) {
    runs.splice(1, 0, { width: most, isRelaxed: true });
  }
  for (const { width, isRelaxed } of runs) {
    const followed = begin(isRelaxed, width);
    const found = follow(followed, width, control);
    if (found.end === 'ok' && !isRelaxed) {
      return { verdict: 'ok', linearize: () => linearize(followed, found.last) };
    }
    if (found.end === 'stuck' && !found.isCut) {
      return illegal(found.at);
    }
    if (found.end === 'stopped') {
      return { verdict: 'undecided', because: 'a bound was hit' };
    }
  }
  return { verdict: 'undecided', because: 'too much can have happened at the same time' };
}
