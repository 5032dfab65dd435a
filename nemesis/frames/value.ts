import { z } from 'zod';
import { InputError } from '../../harness/core/errors.js';
import type { Json } from '../../harness/core/json.js';

/**
 * A fault's value in the shape that the fault asks for.
 * @throws InputError naming what does not fit.
 */
export function checkedValue<T>(f: string, schema: z.ZodType<T>, value: Json | undefined): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new InputError({
    code: 'E_FAULT_VALUE',
    expected: `a value that makes sense for ${f}`,
    actual: `${JSON.stringify(value)} was given: ${result.error.issues
      .map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '))
      .join('; ')}`,
    advice: '`faultline list faults` shows the values of each fault',
  });
}

/** For a fault that takes no value. @throws InputError when there is one. */
export function checkedNoValue(f: string, value: Json | undefined): void {
  checkedValue(f, z.strictObject({}), value);
}
