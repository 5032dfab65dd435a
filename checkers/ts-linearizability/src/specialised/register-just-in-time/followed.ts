import type { Followed } from '../just-in-time/follow.js';
import type { Meter } from '../just-in-time/meter.js';
import { INITIAL, type RegisterColumns } from '../register/operations.js';
import { covers, type Configuration } from './configuration.js';
import { Moment, type Terms } from './moment.js';
import { Moves } from './moves.js';

/** No value that anything looks for. */
const ANY_OTHER = -1;

const CONFIGURATION_BYTES = 250;

/** A register as it is followed, with changes placed as late as possible (`Moves`). */
export class FollowedRegister implements Followed<Configuration> {
  readonly moment: Moment;
  readonly events: Int32Array;
  readonly start: readonly Configuration[];
  readonly #moves: Moves;

  /** @param width - how many configurations a sequence of cas can lead to. */
  constructor(columns: RegisterColumns, terms: Terms, width: number) {
    this.moment = new Moment(columns, terms);
    this.events = this.moment.timeline.events;
    this.start = beginning(this.moment, terms);
    this.#moves = new Moves(this.moment, width);
  }

  get isCut(): boolean {
    return this.#moves.isCut;
  }

  spentIn({ spent }: Configuration): number {
    return spent.length;
  }

  call(at: number, configurations: readonly Configuration[]): void {
    this.moment.call(at, configurations);
    this.moment.event++;
  }

  return(at: number, configurations: readonly Configuration[], meter: Meter): Configuration[] {
    const { moment } = this;
    const next: Configuration[] = [];
    for (const configuration of configurations) {
      if (meter.isOver) {
        break;
      }
      for (const one of this.#moves.before(at, configuration)) {
        meter.count(1, CONFIGURATION_BYTES + 4 * one.bits.length + 8 * one.spent.length);
        next.push(one);
      }
    }
    moment.return(at);
    const kept = uncovered(moment, next, meter);
    moment.event++;
    return kept;
  }
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
function uncovered(moment: Moment, all: Configuration[], meter: Meter): Configuration[] {
  if (all.length <= 1) {
    return all;
  }
  const { columns, timeline, event, hasAvoiding } = moment;
  const inFlight = moment.maskOf(() => true);
  const wanted = moment.maskOf(
    (operation) =>
      moment.changes(operation) &&
      (hasAvoiding ||
        moment.isSought(
          columns.value[operation] as number,
          timeline.returned[operation] as number,
        )),
  );
  const isSought = new Map<number, boolean>();
  // Nothing looks for any other value, so that any value is as good, if nothing avoids it.
  const isCovered = (a: Configuration, b: Configuration): boolean =>
    (a.value === b.value || (b.value === ANY_OTHER && !hasAvoiding)) && covers(a, b, wanted);
  const kept: Configuration[] = [];
  for (const one of all) {
    if (meter.isOver) {
      break;
    }
    meter.count(kept.length, 0);
    for (let word = 0; word < one.bits.length; word++) {
      one.bits[word] = (one.bits[word] as number) & (inFlight[word % moment.words] as number);
    }
    if (!hasAvoiding) {
      const known = isSought.get(one.value) ?? moment.isSought(one.value, event);
      isSought.set(one.value, known);
      one.value = known ? one.value : ANY_OTHER;
    }
    if (one.spent.length > 0) {
      one.spent = one.spent.filter((effect) => moment.isEffectSought(effect));
    }
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
