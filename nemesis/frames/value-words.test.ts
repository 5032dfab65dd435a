import { expect, test } from 'vitest';
import { z } from 'zod';
import { valueInWords } from './value-words.js';
import { REDIS_FAULTS } from '../../systems/redis/faults/testing/stub-redis.js';

test('each field is told with what it may be, and what it is when absent', () => {
  const schema = z.strictObject({
    target: z.string().default('any'),
    percent: z.number().min(5).max(80),
    times: z.number().int().min(1).optional(),
    mode: z.enum(['drop', 'tcp-reset']).default('drop'),
    targets: z.array(z.string()).optional(),
    offset_ms: z.number().int(),
    name: z.string().regex(/^[a-z]+$/),
    to: z.string().describe('a node, or "nobody"').default('nobody'),
  });
  expect(valueInWords(schema)).toEqual([
    'target: a node or a role; "any" when absent',
    'percent: a number from 5 to 80',
    'times: a whole number from 1; may be absent',
    'mode: "drop", "tcp-reset"; "drop" when absent',
    'targets: a list of: a string; may be absent',
    'offset_ms: a whole number',
    'name: a string like /^[a-z]+$/',
    'to: a node, or "nobody"; "nobody" when absent',
  ]);
});

test('a value without fields has none', () => {
  expect(valueInWords(z.strictObject({}))).toEqual([]);
});

test.each(REDIS_FAULTS.map((fault) => [fault.name, fault] as const))(
  'the value of %s is told where it takes one',
  (_name, fault) => {
    const takesNone = (): void => {
      for (const f of fault.fs) fault.validate(f, { target: 'n1' }, ['n1', 'n2', 'n3']);
    };
    // One that refuses a target takes no value at all, unless it tells of other fields.
    if (fault.value.length === 0) expect(takesNone).toThrow(/target/);
    expect(fault.value.every((line) => /^\w+: ./.test(line))).toBe(true);
  },
);
