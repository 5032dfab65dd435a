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

type Operation = ScheduledFault['start'];
type Periodic = Extract<Schedule, { kind: 'periodic' }>;

function operation({ fault, value }: Operation): Generator {
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

function rounds(schedule: Periodic, random: Random): Generator {
  const [chosen, afterChoice] = random.pickByWeight(schedule.faults);
  const [quiet, afterQuiet] = afterChoice.fraction();
  const [active, next] = afterQuiet.fraction();
  return concat(
    sleep(jittered(schedule.quiet_ms, schedule, quiet)),
    operation(chosen.start),
    sleep(jittered(schedule.active_ms, schedule, active)),
    chosen.stop === undefined ? nothing : operation(chosen.stop),
    deferred(() => rounds(schedule, next)),
  );
}

/** A time moved by the schedule's jitter; `fraction` is drawn from 0 to 1. */
function jittered(time_ms: number, { jitter = 0 }: Periodic, fraction: number): number {
  return time_ms * (1 + jitter * (2 * fraction - 1));
}

/**
 * The operations of the nemesis, one after the other: each begins when the one before has ended.
 * To be given to the nemesis' thread alone. The same schedule and source of chance give the same
 * operations.
 */
export function scheduleGenerator(schedule: Schedule, random: Random): Generator {
  if (schedule.kind === 'none') return nothing;
  if (schedule.kind === 'steps') return concat(...schedule.steps.map(stepGenerator));
  return rounds(schedule, random);
}
