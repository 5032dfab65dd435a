import { NS_PER_MS } from '../harness/core/clock.js';
import {
  concat,
  type Context,
  DONE,
  type Generator,
  nothing,
  once,
  sleep,
} from '../harness/core/generator/index.js';
import { AWAIT } from '../harness/core/nemesis-record.js';
import type { Random } from '../harness/core/random.js';
import type { Schedule, ScheduledFault, Step } from '../harness/core/schedule.js';
import type { MayOverlap } from './overlap.js';
import { lasting } from './lasting.js';
import { lastBegin_ms } from './last-begin.js';
import { type Drawing, type Periodic, type Round, roundOf } from './round.js';

function operation({ fault, value }: ScheduledFault['start']): Generator {
  return once({ f: fault, value });
}

function stepGenerator(step: Step): Generator {
  if ('fault' in step) return operation(step);
  if ('until' in step) {
    return once({ f: AWAIT, value: { until: step.until, within_ms: step.within_ms } });
  }
  return sleep(step.for_ms);
}

/** The bounds of a periodic schedule, by the run's clock. */
interface Bounds {
  /** No fault begins later. */
  readonly lastBegin_ns: number;
  /** No operation is given from here on: what is healed after the phase ends what is active. */
  readonly end_ns: number;
}

/**
 * A generator that is made when its turn comes: what lets a schedule go on for ever. From the end on there
 * is none.
 */
function deferred(end_ns: number, make: (context: Context) => Generator): Generator {
  const self: Generator = {
    op(context: Context) {
      if (context.time >= end_ns) return DONE;
      // While the op before it is under way its thread is busy.
      if (context.freeThread() === undefined) return { kind: 'pending', next: self, wake: end_ns };
      return make(context).op(context);
    },
    update: () => self,
  };
  return self;
}

/** Gives nothing, and lasts until then. */
function idle(end_ns: number): Generator {
  const self: Generator = {
    op: ({ time }) => (time >= end_ns ? DONE : { kind: 'pending', next: self, wake: end_ns }),
    update: () => self,
  };
  return self;
}

/**
 * The faults of a round from one position on, and then the ends of all that have begun. Where the time
 * is over before the turn of a fault, that one and those after it do not begin.
 */
function faultsOf(round: Round, bounds: Bounds, position = 0): Generator {
  const { faults, ended } = round;
  const { lastBegin_ns, end_ns } = bounds;
  return deferred(end_ns, ({ time }) => {
    const fault = faults[position];
    if (fault === undefined || time > lastBegin_ns) {
      return concat(
        ...ended.flatMap((one) => {
          const { stop } = one;
          if (stop === undefined || faults.indexOf(one) >= position) return [];
          return [deferred(end_ns, () => operation(stop))];
        }),
      );
    }
    return concat(
      lasting(operation(fault.start), fault.active_ms, end_ns),
      faultsOf(round, bounds, position + 1),
    );
  });
}

/** Rounds of a periodic schedule, each where it can begin its faults in time, and then nothing until the end. */
function rounds(
  schedule: Periodic,
  mayOverlap: MayOverlap,
  drawing: Drawing,
  bounds: Bounds,
): Generator {
  const { lastBegin_ns, end_ns } = bounds;
  return deferred(end_ns, ({ time }) => {
    const [round, next] = roundOf(schedule, mayOverlap, drawing);
    if (time + round.quiet_ms * NS_PER_MS > lastBegin_ns) return idle(end_ns);
    return concat(
      sleep(round.quiet_ms),
      faultsOf(round, bounds),
      rounds(schedule, mayOverlap, next, bounds),
    );
  });
}

/**
 * The operations of the nemesis, one after the other: each begins when the one before has ended.
 * To be given to the nemesis' thread alone. The same schedule and source of chance give the same
 * operations.
 *
 * A periodic schedule begins faults up to the time that {@link lastBegin_ms} names, and is over at the time
 * limit. Only a fault that has begun and has not had its share of the time by then (see {@link lasting}) moves the end.
 *
 * @param timeLimit_ms from the first time that the generator is asked
 */
export function scheduleGenerator(
  schedule: Schedule,
  mayOverlap: MayOverlap,
  random: Random,
  timeLimit_ms: number,
): Generator {
  if (schedule.kind === 'none') return nothing;
  if (schedule.kind === 'steps') return concat(...schedule.steps.map(stepGenerator));
  return deferred(Number.POSITIVE_INFINITY, ({ time }) => {
    const at = (ms: number): number => time + ms * NS_PER_MS;
    const bounds = {
      lastBegin_ns: at(lastBegin_ms(schedule, timeLimit_ms)),
      end_ns: at(timeLimit_ms),
    };
    return rounds(schedule, mayOverlap, { random, had: [] }, bounds);
  });
}
