import { describe, expect, it } from 'vitest';

import { schedule, simulate } from '../../tests/support/simulation.js';
import { ENGINE_GONE, EnvironmentError, InputError } from '../core/errors.js';
import { NS_PER_MS } from '../core/clock.js';
import {
  always,
  clients,
  limit,
  nemesis,
  once,
  parallel,
  sequence,
  timeLimit,
  unfold,
} from '../core/generator/index.js';
import type { Completion, Op } from '../core/op.js';

const counting = unfold(0, (n) => [{ f: 'w', value: n }, n + 1]);
const crashed: Completion = { type: 'info', error: { code: 'timeout' } };

function brief(ops: Iterable<Op>): string[] {
  return [...ops].map((op) => `${op.time / NS_PER_MS} ${op.process} ${op.type} ${op.f}`);
}

describe('the interpreter', () => {
  it('records each invocation and its completion with their times, in order', async () => {
    const { history } = await simulate(clients(limit(3, counting)), { concurrency: 1 });
    expect(brief(history)).toEqual([
      '0 0 invoke w',
      '10 0 ok w',
      '10 0 invoke w',
      '20 0 ok w',
      '20 0 invoke w',
      '30 0 ok w',
    ]);
    expect([...history].map((op) => op.index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('retires the process of an info: the thread goes on under a new one, with a new client', async () => {
    const { history, clients: opened } = await simulate(clients(limit(3, counting)), {
      concurrency: 1,
      answer: (op) => (op.value === 0 ? crashed : { type: 'ok', value: op.value }),
    });
    expect(brief(history).filter((line) => line.includes('invoke'))).toEqual([
      '0 0 invoke w',
      '10 1 invoke w',
      '20 1 invoke w',
    ]);
    expect(opened).toEqual(['open 0@n1', 'close 0', 'open 1@n1', 'close 1']);
  });

  it('keeps the process and the client after a fail', async () => {
    const { clients: opened } = await simulate(clients(limit(3, counting)), {
      concurrency: 1,
      answer: () => ({ type: 'fail', error: { code: 'refused' } }),
    });
    expect(opened).toEqual(['open 0@n1', 'close 0']);
  });

  it('takes an error that a client throws for info', async () => {
    const { history } = await simulate(clients(once({ f: 'w' })), {
      answer: () => new Error('boom'),
    });
    expect(history.op(1)).toMatchObject({
      type: 'info',
      error: { code: 'client-error', message: 'boom' },
    });
  });

  it('ends the run when a client does not know an op: that is a mistake in the test', async () => {
    const nonsense = new InputError({ code: 'E_OP', expected: 'a', actual: 'b', advice: 'c' });
    await expect(simulate(clients(once({ f: 'w' })), { answer: () => nonsense })).rejects.toThrow(
      nonsense,
    );
  });

  it('ends the run when the engine is gone, and leaves the op of the nemesis open', async () => {
    const gone = new EnvironmentError({
      code: ENGINE_GONE,
      expected: 'a',
      actual: 'b',
      advice: 'c',
    });
    const endless = parallel([clients(always({ f: 'r' })), nemesis(once({ f: 'cut' }))]);
    await expect(
      simulate(endless, {
        nemesis: () => {
          throw gone;
        },
      }),
    ).rejects.toThrow(gone);
  });

  it('takes a client that can not be opened for fail: nothing was sent', async () => {
    const { history } = await simulate(clients(once({ f: 'w' })), { canOpen: () => false });
    expect(history.op(1)).toMatchObject({ type: 'fail', error: { code: 'no-client' }, process: 0 });
  });

  it('counts the time of an op from when it is sent, not while its client is opened', async () => {
    const { history } = await simulate(clients(limit(2, counting)), {
      concurrency: 1,
      opTimeout_ms: 30,
      openingOf: (process) => (process === 0 ? 100 : 0),
      latencyOf: (op) => (op.value === 0 ? 10 : 50),
    });
    expect(brief(history)).toEqual([
      '0 0 invoke w',
      '110 0 ok w',
      '110 0 invoke w',
      '140 0 info w',
    ]);
  });

  it('ends the run when a client can never be opened: that is a mistake in the test', async () => {
    const nonsense = new InputError({ code: 'E_CLIENT', expected: 'a', actual: 'b', advice: 'c' });
    await expect(simulate(clients(once({ f: 'w' })), { canOpen: () => nonsense })).rejects.toThrow(
      nonsense,
    );
  });

  it('gives up on an op at its bound, exactly, and ignores an answer that comes later', async () => {
    const { history } = await simulate(clients(limit(2, counting)), {
      concurrency: 1,
      latency_ms: 50,
      opTimeout_ms: 30,
    });
    expect(brief(history)).toEqual(['0 0 invoke w', '30 0 info w', '30 1 invoke w', '60 1 info w']);
    expect(history.op(1).error?.code).toBe('timeout');
  });

  it('binds threads to nodes in turn and records the node', async () => {
    const { history } = await simulate(clients(limit(4, counting)), { concurrency: 4 });
    expect([...history].slice(0, 4).map((op) => op.node)).toEqual(['n1', 'n2', 'n3', 'n1']);
  });

  it('never changes the process of the nemesis, whose ops end as info', async () => {
    const { history } = await simulate(nemesis(sequence([{ f: 'a' }, { f: 'b' }])), {
      nemesis: () => ({ effect: 1 }),
    });
    expect(brief(history)).toEqual([
      '0 nemesis invoke a',
      '0 nemesis info a',
      '0 nemesis invoke b',
      '0 nemesis info b',
    ]);
    expect(history.op(1).value).toEqual({ effect: 1 });
  });

  it('records an error of the nemesis and goes on', async () => {
    const { history } = await simulate(nemesis(sequence([{ f: 'a' }, { f: 'b' }])), {
      nemesis: (op) => {
        if (op.f === 'a') throw new Error('no iptables');
        return null;
      },
    });
    expect(history.op(1).error).toEqual({ code: 'nemesis-error', message: 'no iptables' });
    expect(history.length).toBe(4);
  });

  it('keeps a null that was read apart from no value', async () => {
    const { history } = await simulate(clients(once({ f: 'r', value: 5 })), {
      answer: () => ({ type: 'ok', value: null }),
    });
    expect(history.op(1).value).toBeNull();
  });

  it('runs clients while the nemesis is busy', async () => {
    const { history } = await simulate(
      parallel([nemesis(once({ f: 'slow' })), clients(timeLimit(25, always({ f: 'r' })))]),
      { concurrency: 1, nemesisLatency_ms: 100 },
    );
    expect(schedule(history)).toEqual(['0 nemesis slow', '0 0 r', '10 0 r', '20 0 r']);
    expect(history.op(history.length - 1)).toMatchObject({
      process: 'nemesis',
      time: 100 * NS_PER_MS,
    });
  });

  it('pairs each completion with its invocation', async () => {
    const { history } = await simulate(clients(limit(6, counting)), { concurrency: 3 });
    for (const op of history) {
      const pair = history.op(history.pairOf(op.index) ?? -1);
      expect(pair.process).toBe(op.process);
      expect(pair.value).toBe(op.value);
      expect(pair.type === 'invoke').toBe(op.type !== 'invoke');
    }
  });
});
