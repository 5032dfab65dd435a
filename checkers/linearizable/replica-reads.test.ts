import { expect, test } from 'vitest';
import { HistoryBuilder } from '../../harness/core/history-builder.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { casRegisterModel } from '../models/registers.js';
import { linearizable } from './checker.js';

const MODEL = { name: 'cas-register', options: { independent: true } };
const BOUNDS = { timeout_ms: 10_000, memory_bytes: 1 << 28 };
const BY_DESIGN = 'reads of replicas are stale by design';

const refused = { type: 'fail', error: { code: 'readonly' } } as const;

/** Two writes to n1, then an answer of n2 from before the second; n2 has met a write before it. */
function staleAnswer(
  answer: 'read' | 'mismatch',
  writeAtN2: typeof refused | { readonly type: 'ok' },
): HistoryBuilder {
  const builder = new HistoryBuilder()
    .op({
      process: 0,
      f: 'write',
      value: ['y', 9],
      node: 'n2',
      start_ms: 1,
      end_ms: 2,
      ...writeAtN2,
    })
    .op({ process: 1, f: 'write', value: ['x', 1], node: 'n1', start_ms: 3, end_ms: 4 })
    .op({ process: 1, f: 'write', value: ['x', 2], node: 'n1', start_ms: 5, end_ms: 6 });
  const common = { process: 0, node: 'n2', start_ms: 7, end_ms: 8 };
  return answer === 'read'
    ? builder.op({ ...common, f: 'read', value: ['x', null], result: ['x', 1] })
    : builder.op({
        ...common,
        f: 'cas',
        value: ['x', [7, 8]],
        type: 'fail',
        error: { code: 'cas-mismatch', saw: 1 },
      });
}

function reasonOf(builder: HistoryBuilder, clientMode: TestPlan['clientMode'] = 'pinned'): string {
  const verdict = linearizable.check(planOf({ clientMode, model: MODEL }), builder.build(), {
    bounds: BOUNDS,
    model: casRegisterModel,
  });
  expect(verdict.outcome).toBe('invalid');
  return verdict.reason;
}

test.each(['read', 'mismatch'] as const)(
  'a stale %s of a node that refuses writes as a replica is said to be stale by design',
  (answer) => {
    const reason = reasonOf(staleAnswer(answer, refused));
    expect(reason).toContain(`n2 answered as a replica, and ${BY_DESIGN}`);
    expect(reason).toContain('--clients');
  },
);

test('a stale read of a node that takes writes is not excused', () => {
  expect(reasonOf(staleAnswer('read', { type: 'ok' }))).not.toContain(BY_DESIGN);
});

test('clients that look for the primary are not told to do so', () => {
  expect(reasonOf(staleAnswer('read', refused), 'smart')).not.toContain(BY_DESIGN);
});
