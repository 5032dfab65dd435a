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

/** A generator that is made when its turn comes: what lets a schedule go on for ever. */
function deferred(make: (context: Context) => Generator): Generator {
  const self: Generator = {
    op(context: Context) {
      // While the op before it is under way its thread is busy.
      if (context.freeThread() === undefined) return { kind: 'pending', next: self };
      return make(context).op(context);
    },
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

/**
 * The faults of a round from one position on, and then the ends of all that have begun. The first one
 * begins; where the time is over before the turn of a later one, that one and those after it do not.
 */
function faultsOf(round: Round, lastBegin_ns: number, position = 0): Generator {
  const { faults, ended } = round;
  return deferred(({ time }) => {
    const fault = faults[position];
    if (fault === undefined || (position > 0 && time > lastBegin_ns)) {
      return concat(
        ...ended.flatMap((one) =>
          one.stop !== undefined && faults.indexOf(one) < position ? [operation(one.stop)] : [],
        ),
      );
    }
    return concat(
      lasting(operation(fault.start), fault.active_ms),
      faultsOf(round, lastBegin_ns, position + 1),
    );
  });
}

/** Rounds of a periodic schedule, of which none begins its faults later than at this time. */
function rounds(
  schedule: Periodic,
  mayOverlap: MayOverlap,
  drawing: Drawing,
  lastBegin_ns: number,
): Generator {
  const [round, next] = roundOf(schedule, mayOverlap, drawing);
  const { quiet_ms } = round;
  return begunBy(
    lastBegin_ns - quiet_ms * NS_PER_MS,
    concat(
      sleep(quiet_ms),
      faultsOf(round, lastBegin_ns),
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
