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
import { type Drawing, type Periodic, roundOf } from './round.js';

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

/** A generator that is made when it is first asked: what lets a schedule go on for ever. */
function deferred(make: (context: Context) => Generator): Generator {
  const self: Generator = {
    op: (context: Context) => make(context).op(context),
    update: () => self,
  };
  return self;
}

/** A generator that is played where its turn comes by this time of the run's clock, or else not at all. */
function begunBy(time_ns: number, inner: Generator): Generator {
  const self: Generator = {
    op(context: Context) {
      if (context.time > time_ns) return DONE;
      const draw = inner.op(context);
      // While it is not its turn yet, nothing has begun.
      return draw.kind === 'pending' ? { ...draw, next: self } : draw;
    },
    update: () => self,
  };
  return self;
}

/** Rounds of a periodic schedule, of which none begins its faults later than at this time. */
function rounds(
  schedule: Periodic,
  mayOverlap: MayOverlap,
  drawing: Drawing,
  lastBegin_ns: number,
): Generator {
  const [{ quiet_ms, beginnings, ends }, next] = roundOf(schedule, mayOverlap, drawing);
  return begunBy(
    lastBegin_ns - quiet_ms * NS_PER_MS,
    concat(
      sleep(quiet_ms),
      ...beginnings.map(({ start, active_ms }) => lasting(operation(start), active_ms)),
      ...ends.map(operation),
      deferred(() => rounds(schedule, mayOverlap, next, lastBegin_ns)),
    ),
  );
}

/**
 * The operations of the nemesis, one after the other: each begins when the one before has ended.
 * To be given to the nemesis' thread alone. The same schedule and source of chance give the same
 * operations.
 *
 * A periodic schedule begins a round up to the time that {@link lastBegin_ms} names. A fault that has begun
 * is ended when its time is over.
 *
 * @param timeLimit_ms when the clients stop, from the first time that the generator is asked
 */
export function scheduleGenerator(
  schedule: Schedule,
  mayOverlap: MayOverlap,
  random: Random,
  timeLimit_ms: number,
): Generator {
  if (schedule.kind === 'none') return nothing;
  if (schedule.kind === 'steps') return concat(...schedule.steps.map(stepGenerator));
  const last_ms = lastBegin_ms(schedule, timeLimit_ms);
  return deferred(({ time }) =>
    rounds(schedule, mayOverlap, { random, had: [] }, time + last_ms * NS_PER_MS),
  );
}
