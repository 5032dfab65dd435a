import type { JsonObject } from '../../core/json.js';
import type { ScheduledFault } from '../../core/schedule.js';

/** A fault with its grudge or target under one name, for `run --nemesis`. */
export interface Preset {
  readonly name: string;
  readonly summary: string;
  readonly faults: readonly ScheduledFault[];
  /** Whether what a system can't have is left out of it, instead of being refused. */
  readonly adapts?: boolean;
}

/** A fault that lasts from its `start-` to its `stop-`. */
export function lasting(fault: string, value: JsonObject): ScheduledFault {
  return { start: { fault: `start-${fault}`, value }, stop: { fault: `stop-${fault}` } };
}

/** A fault under which the store takes no writes, by design: none has to be acknowledged. */
export function stopsWrites({ start, ...rest }: ScheduledFault): ScheduledFault {
  return { ...rest, start: { ...start, acknowledged: 0 } };
}

export function preset(
  name: string,
  summary: string,
  ...faults: readonly ScheduledFault[]
): Preset {
  return { name, summary, faults };
}
