import { describe, expect, it } from 'vitest';
import { generateHistory, type HistoryOf } from '../../generate/history.test.support.js';
import { casRegister } from '../../models/cas-register.js';
import { counter } from '../../models/counter.js';
import { priorityQueue } from '../../models/priority-queue.js';
import { queue } from '../../models/queue.js';
import { stack } from '../../models/stack.js';
import type { Model, Operation } from '../../types.js';

type AnyModel = Model<unknown, unknown, unknown>;
type History = readonly Operation<unknown, unknown>[];

type Kind = 'stack' | 'queue' | 'priority-queue' | 'cas-register' | 'counter';

function generated(
  kind: Kind,
  shape: { readonly clients: number; readonly size: number; readonly crashRate: number },
): History {
  const { size, ...rest } = shape;
  const history: HistoryOf<Kind> = generateHistory(kind, {
    operations: 600,
    values: { size },
    ...rest,
  });
  return history;
}

const SUBJECTS = [
  {
    name: 'stack-just-in-time',
    model: stack() as AnyModel,
    history: generated('stack', { clients: 7, size: 50, crashRate: 0 }),
  },
  {
    name: 'queue-just-in-time',
    model: queue() as AnyModel,
    history: generated('queue', { clients: 7, size: 20, crashRate: 0.01 }),
  },
  {
    name: 'priority-queue-just-in-time',
    model: priorityQueue() as AnyModel,
    history: generated('priority-queue', { clients: 7, size: 20, crashRate: 0.01 }),
  },
  {
    name: 'register-just-in-time',
    model: casRegister() as AnyModel,
    history: generated('cas-register', { clients: 30, size: 100, crashRate: 0.05 }),
  },
  {
    name: 'counter-just-in-time',
    model: counter() as AnyModel,
    history: generated('counter', { clients: 10, size: 5, crashRate: 0.05 }),
  },
] as const;

/** What a checker says if it may hold so much; and what it held at most, and at the end. */
function checkedWithin(subject: (typeof SUBJECTS)[number], limitBytes: number) {
  let held = 0;
  let peak = 0;
  const checker = subject.model.specialised?.find(({ name }) => name === subject.name);
  const recognition = checker?.recognise(subject.history);
  const verdict = recognition?.recognised
    ? recognition.check({
        stop: () => undefined,
        now: () => 0,
        hold(difference) {
          held += difference;
          peak = Math.max(peak, held);
          return held <= limitBytes;
        },
      }).verdict
    : undefined;
  return { verdict, peak, held };
}

describe.each(SUBJECTS)('the memory of $name', (subject) => {
  it('is booked while it is held, and given back at the end', () => {
    const { verdict, peak, held } = checkedWithin(subject, Infinity);
    expect(verdict).toBe('ok');
    expect(peak).toBeGreaterThan(100_000);
    expect(peak).toBeLessThan(100_000_000);
    expect(held).toBe(0);
  });

  it('that is too much ends it without a verdict, and is given back', () => {
    expect(checkedWithin(subject, 50_000)).toMatchObject({ verdict: 'undecided', held: 0 });
  });
});
