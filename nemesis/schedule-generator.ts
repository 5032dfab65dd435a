import {
  concat,
  type Context,
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
import { type Periodic, roundOf } from './round.js';

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
function deferred(make: () => Generator): Generator {
  const self: Generator = {
    op: (context: Context) => make().op(context),
    update: () => self,
  };
  return self;
}

function rounds(schedule: Periodic, mayOverlap: MayOverlap, random: Random): Generator {
  const [{ quiet_ms, beginnings, ends }, next] = roundOf(schedule, mayOverlap, random);
  return concat(
    sleep(quiet_ms),
    ...beginnings.map(({ start, active_ms }) => lasting(operation(start), active_ms)),
    ...ends.map(operation),
    deferred(() => rounds(schedule, mayOverlap, next)),
  );
}

/**
 * The operations of the nemesis, one after the other: each begins when the one before has ended.
 * To be given to the nemesis' thread alone. The same schedule and source of chance give the same
 * operations.
 */
export function scheduleGenerator(
  schedule: Schedule,
  mayOverlap: MayOverlap,
  random: Random,
): Generator {
  if (schedule.kind === 'none') return nothing;
  if (schedule.kind === 'steps') return concat(...schedule.steps.map(stepGenerator));
  return rounds(schedule, mayOverlap, random);
}
