import type { RoleSample } from '../../harness/core/results.js';
import type { WriteRoles } from '../../harness/core/write-roles.js';

/** A stretch of time in which no node said that it takes writes. */
export interface Vacancy {
  readonly from_ns: number;
  /** When one said so again; the end of the run, where none did. */
  readonly to_ns: number;
}

/**
 * The stretches without a node that takes writes, after the first one did; `null` where none ever did.
 * @param end_ns the end of the run: the last sample stands until then.
 */
export function vacanciesIn(
  samples: readonly RoleSample[],
  { takesWrites }: WriteRoles,
  end_ns: number,
): readonly Vacancy[] | null {
  const vacancies: Vacancy[] = [];
  let since_ns: number | undefined;
  let led = false;
  for (const { time, roles } of samples) {
    const leads = roles.some(({ role }) => takesWrites.includes(role));
    if (leads && since_ns !== undefined) vacancies.push({ from_ns: since_ns, to_ns: time });
    since_ns = leads || !led ? undefined : (since_ns ?? time);
    led ||= leads;
  }
  if (since_ns !== undefined) {
    vacancies.push({ from_ns: since_ns, to_ns: Math.max(since_ns, end_ns) });
  }
  return led ? vacancies : null;
}
