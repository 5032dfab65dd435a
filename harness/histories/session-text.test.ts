import { describe, expect, it } from 'vitest';

import { checkHistory } from '../../tests/support/check-history.js';

const LEVELS = ['serializable', 'strong-session-serializable'];

describe('a text of sessions', () => {
  it.each([
    ['awdit', 'w 0 1\n-----\nw 1 1\n=====\nr 1 1\n-----\nr 0 1\n'],
    ['plume', 'w(0,1,0,0)\nw(1,1,0,1)\nr(1,1,1,2)\nr(0,1,1,3)\n'],
  ])('of %s is read, transaction by transaction', async (format, text) => {
    for (const consistencyModel of LEVELS) {
      const report = await checkHistory(text, 'rw-register', { consistencyModel });
      expect(report).toMatchObject({ outcome: 'valid', format, operations: 4, events: 8 });
      expect(report.notes.join()).toContain('no times');
    }
  });

  it.each([
    ['awdit', 'w 0 1\n-----\nw 0 2\n=====\nr 0 2\n-----\nr 0 1'],
    ['plume', 'w(0,1,7,0)\nw(0,2,7,1)\nr(0,2,9,2)\nr(0,1,9,3)'],
  ])('of %s is judged by the order of its sessions', async (_format, text) => {
    const { outcome, anomalies } = await checkHistory(text, 'rw-register', {
      consistencyModel: 'causal',
    });
    expect(outcome).toBe('invalid');
    expect(anomalies[0]?.transactions.map(({ invocation }) => invocation.line)).toContain(
      text.split('\n').length,
    );
  });

  it.each([
    ['of what an aborted transaction wrote', 'w(0,1,0,-1)\nr(0,1,1,3)\n', 'G1a'],
    [
      'of the state before all writes',
      'w(0,1,0,1)\nw(1,1,0,1)\nr(0,1,1,2)\nr(1,0,1,2)\n',
      'G-single',
    ],
  ])('of plume tells reads %s', async (_what, text, type) => {
    const { outcome, anomalies } = await checkHistory(text, 'rw-register', {
      consistencyModel: 'serializable',
    });
    expect(outcome).toBe('invalid');
    expect(anomalies.map((one) => one.type)).toContain(type);
  });

  it('of plume may begin with a transaction that writes the state before all writes', async () => {
    const text =
      'w(0,0,9,0)\nw(1,0,9,0)\nr(0,0,1,1)\nr(0,5,1,-1)\nw(0,1,1,2)\nr(0,1,2,3)\nr(1,0,2,3)\n';
    const { outcome, operations } = await checkHistory(text, 'rw-register', {
      consistencyModel: 'serializable',
      modelOption: { unseenWrites: 'garbage' },
    });
    expect([outcome, operations]).toEqual(['valid', 3]);
  });

  it('says nothing of real time', async () => {
    const stale = 'w 0 1\n=====\nw 0 2\n=====\nr 0 1\n';
    const { outcome, reason } = await checkHistory(stale, 'rw-register');
    expect(outcome).toBe('unknown');
    expect(reason).toContain('says nothing of real time');
  });

  it.each([
    ['w 0 1\nx 0 1\n', 'r KEY VALUE, w KEY VALUE, ----- or ===== at line 2'],
    [
      'w(0,1,0,0)\nw(0,1,0)\n',
      'r(key,value,session,transaction) or w(key,value,session,transaction)',
    ],
    ['w(0,1,0,0)\nw(0,2,0,1)\nw(0,3,0,0)\n', 'the lines of transaction 0 one after another'],
    ['w(0,1,0,0)\nw(0,2,1,0)\n', 'of one session'],
  ])('is refused where it makes no sense: %j', async (text, problem) => {
    await expect(checkHistory(text, 'rw-register')).rejects.toThrow(problem);
  });
});
