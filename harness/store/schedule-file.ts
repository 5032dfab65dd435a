import { readFile } from 'node:fs/promises';
import { z } from 'zod';

import { InputError, messageOf } from '../core/errors.js';
import type { Schedule } from '../core/schedule.js';
import { scheduleSchema } from '../core/schedule-schema.js';

/**
 * Reads a schedule of faults: the JSON that stands under `schedule` in a run's `test.json`, and
 * in what `--dry-run` prints.
 * @throws InputError naming what was expected where.
 */
export async function readSchedule(path: string): Promise<Schedule> {
  let parsed: unknown;
  try {
    // A text editor may have put a byte order mark before it.
    parsed = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw badSchedule(path, messageOf(error), error);
  }
  const whole = z.looseObject({ schedule: z.unknown() }).safeParse(parsed);
  const result = scheduleSchema.safeParse(whole.success ? whole.data.schedule : parsed);
  if (result.success) return result.data;
  throw badSchedule(path, z.prettifyError(result.error));
}

function badSchedule(path: string, actual: string, cause?: unknown): InputError {
  return new InputError({
    code: 'E_SCHEDULE_FILE',
    expected: `a schedule of faults in ${path}`,
    actual,
    advice: '`faultline run --dry-run` prints one: {"kind": "steps", "steps": [...]}',
    cause,
  });
}
