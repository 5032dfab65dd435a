import { describe, expect, it } from 'vitest';

import { played } from '../../../tests/support/simulation.js';
import { clients, delay, eachThread, follow, unfold, whileProgressing } from './index.js';

const counting = unfold(0, (n) => [{ f: 'w', value: n }, n + 1]);

describe('following a course', () => {
  const countdown = {
    op: (left: number) => (left === 0 ? null : { f: 'r', value: left }),
    after: (left: number, { type }: { type: string }) => (type === 'ok' ? left - 1 : left),
  };

  it('makes each op from what became of the one before, on every thread', async () => {
    const all = await played(clients(eachThread(follow(countdown, 2, 100))), { concurrency: 2 });
    expect(all).toEqual(['0 0 r 2', '0 1 r 2', '10 0 r 1', '10 1 r 1']);
  });

  it('waits after an op that failed or was not answered, and then tries again', async () => {
    const answers = ['fail', 'info', 'ok', 'ok'] as const;
    let answered = 0;
    const all = await played(clients(eachThread(follow(countdown, 2, 100))), {
      concurrency: 1,
      answer: (op) => {
        const type = answers[answered] ?? 'ok';
        answered += 1;
        return type === 'ok' ? { type, value: op.value } : { type, error: { code: 'x' } };
      },
    });
    expect(all).toEqual(['0 0 r 2', '110 0 r 2', '220 1 r 2', '230 1 r 1']);
  });

  it('waits as long as the course says before the next op', async () => {
    const course = { ...countdown, pause_ms: (left: number) => left * 30 };
    const all = await played(clients(eachThread(follow(course, 3, 100))), { concurrency: 1 });
    expect(all).toEqual(['0 0 r 3', '70 0 r 2', '110 0 r 1']);
  });
});

describe('whileProgressing', () => {
  const bounds = { idle_ms: 35, total_ms: 1_000 };
  const fails = { type: 'fail' as const, error: { code: 'x' } };

  it('ends when no op has succeeded for so long', async () => {
    const all = await played(clients(whileProgressing(bounds, counting)), {
      concurrency: 1,
      answer: (op) => (op.time < 25e6 ? { type: 'ok', value: op.value } : fails),
    });
    // The last success comes at 30 ms; ops begin until 65 ms.
    expect(all.at(-1)).toBe('60 0 w 6');
  });

  it('goes on for as long as ops succeed, up to its whole length', async () => {
    const all = await played(clients(whileProgressing(bounds, counting)), { concurrency: 1 });
    expect(all.at(-1)).toBe('990 0 w 99');
  });

  it('ends at once where nothing ever succeeds, also while it waits', async () => {
    const waiting = whileProgressing(bounds, delay(30, counting));
    const all = await played(clients(waiting), { concurrency: 1, answer: () => fails });
    expect(all).toEqual(['0 0 w 0', '30 0 w 1']);
  });
});
