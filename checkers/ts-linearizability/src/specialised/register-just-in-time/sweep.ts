import type { Control } from '../../types.js';
import { INITIAL, type RegisterColumns } from '../register/operations.js';
import { covers, type Configuration, type Placed } from './configuration.js';
import { Moment, type Terms } from './moment.js';
import { Moves } from './moves.js';

/** No value that anything looks for. */
const ANY_OTHER = -1;

/** How a sweep ended. */
export type Swept =
  | { readonly end: 'ok'; readonly course: Placed | undefined; readonly moment: Moment }
  /** No configuration was left before this operation returned. */
  | { readonly end: 'stuck'; readonly at: number; readonly isCut: boolean }
  | { readonly end: 'stopped' };

const LOOK_EVERY = 256;

/**
 * Follows, return by return, all that can have happened: just-in-time linearization (Lowe,
 * "Testing for linearizability", 2017), with changes placed as late as possible (`Moves`), and without the
 * configurations that others cover.
 *
 * @param width - how many configurations are kept, those that spent the fewest optional operations.
 */
export function sweep(
  columns: RegisterColumns,
  terms: Terms,
  width: number,
  control: Control,
): Swept {
  const moment = new Moment(columns, terms);
  const moves = new Moves(moment, width);
  let configurations = beginning(moment, terms);
  for (const { events } = moment.timeline; moment.event < events.length; moment.event++) {
    const at = events[moment.event] as number;
    if (at >= 0) {
      moment.call(at, configurations);
      continue;
    }
    const next: Configuration[] = [];
    for (const [index, configuration] of configurations.entries()) {
      if ((index + moment.event) % LOOK_EVERY === 0 && control.stop() !== undefined) {
        return { end: 'stopped' };
      }
      next.push(...moves.before(~at, configuration));
    }
    moment.return(~at);
    configurations = uncovered(moment, next);
    if (configurations.length === 0) {
      return { end: 'stuck', at: ~at, isCut: moves.isCut };
    }
    if (configurations.length > width) {
      moves.isCut = true;
      configurations.sort((a, b) => a.spent.length - b.spent.length);
      configurations.length = width;
    }
  }
  return { end: 'ok', course: configurations[0]?.course, moment };
}

/** What there can be before the first event. */
function beginning(moment: Moment, { early }: Terms): Configuration[] {
  const from = (value: number, latest: number): Configuration => ({
    value,
    latest,
    bits: new Int32Array(2 * moment.words),
    spent: [],
    course: undefined,
  });
  return early === undefined
    ? [from(INITIAL, -1)]
    : [ANY_OTHER, ...moment.seenValues()].map((value) => from(value, early));
}

/** The configurations that no other one covers. */
function uncovered(moment: Moment, all: Configuration[]): Configuration[] {
  if (all.length <= 1) {
    return all;
  }
  const { columns, timeline, event } = moment;
  const inFlight = moment.maskOf(() => true);
  const wanted = moment.maskOf(
    (operation) =>
      moment.changes(operation) &&
      (moment.hasAvoiding ||
        moment.isSought(
          columns.value[operation] as number,
          timeline.returned[operation] as number,
        )),
  );
  const isSought = new Map<number, boolean>();
  const kept: Configuration[] = [];
  for (const one of all) {
    for (let word = 0; word < one.bits.length; word++) {
      one.bits[word] = (one.bits[word] as number) & (inFlight[word % moment.words] as number);
    }
    if (!moment.hasAvoiding) {
      const known = isSought.get(one.value) ?? moment.isSought(one.value, event);
      isSought.set(one.value, known);
      one.value = known ? one.value : ANY_OTHER;
    }
    if (one.spent.length > 0) {
      one.spent = one.spent.filter((group) => moment.isGroupSought(group));
    }
    // Nothing looks for any other value, so that any value is as good, if nothing avoids it.
    const isCovered = (a: Configuration, b: Configuration): boolean =>
      (a.value === b.value || (b.value === ANY_OTHER && !moment.hasAvoiding)) &&
      covers(a, b, wanted);
    if (!kept.some((other) => isCovered(other, one))) {
      let left = 0;
      for (const other of kept) {
        if (!isCovered(one, other)) {
          kept[left++] = other;
        }
      }
      kept.length = left;
      kept.push(one);
    }
  }
  return kept;
}
