import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import { register } from '../models/register.js';
import type { CheckOptions, Operation } from '../types.js';

type Op = Operation<RegisterInput, RegisterOutput>;

const STALE: readonly Op[] = [
  { name: 'op 10', input: { f: 'write', value: 1 }, call: 0, return: 1 },
  { name: 'op 12', input: { f: 'write', value: 2 }, call: 2, return: 3 },
  { name: 'op 14', input: { f: 'read' }, output: 1, call: 4, return: 5 },
];

function reasonOf(options: CheckOptions): string | undefined {
  const result = checkOperations(register(), STALE, options);
  return result.verdict === 'illegal' ? result.illegal.explanation?.reason : undefined;
}

describe('operations that bring their names', () => {
  it.each<readonly [string, CheckOptions]>([
    ['a quick method', {}],
    ['the search', { method: 'search' }],
  ])('are called by them in the reasons of %s', (_what, options) => {
    const reason = reasonOf(options);
    expect(reason).toContain('read() -> 1 (op 14)');
    expect(reason).not.toMatch(/operation \d/);
  });

  it('keep them where only a part of the history is judged', () => {
    const other = { input: { f: 'put', key: 'a', value: 'x' }, call: 0, return: 1 } as const;
    const read = { name: 'op 7', input: { f: 'get', key: 'b' }, output: 'y', call: 2, return: 3 };
    const result = checkOperations(keyValue(), [other, read as never]);
    expect(result.verdict === 'illegal' && result.illegal.explanation?.reason).toContain('(op 7)');
  });

  it('are positions in the whole history where they have none, also of values that look like such', () => {
    const other = { input: { f: 'put', key: 'a', value: 'x' }, call: 0, return: 1 } as const;
    const output = '(operation 0)';
    const read = { input: { f: 'get', key: 'b' }, output, call: 2, return: 3 } as const;
    const result = checkOperations(keyValue(), [other, other, read]);
    expect(result.verdict === 'illegal' && result.illegal.explanation?.reason).toContain(
      'get(b) -> "(operation 0)" (operation 2)',
    );
  });
});
