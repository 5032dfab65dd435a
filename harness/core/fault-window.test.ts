import { describe, expect, test } from 'vitest';
import { beginsFault, faultWindows } from './fault-window.js';
import { accountFrom, accountJson, type FaultAccount } from './fault-account.js';
import { conditionInWords, faultInWords, metInWords, nameInWords } from './fault-words.js';
import { HistoryBuilder } from './history-builder.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { JsonObject } from './json.js';
import { nemesisRecords } from './nemesis-record.js';

const MS = 1_000_000;

function windowsOf(builder: ToldHistory): (string | number)[][] {
  return faultWindows(builder.build()).map(({ fault, from_ns, to_ns }) => [
    fault,
    from_ns / MS,
    to_ns / MS,
  ]);
}

describe('fault windows', () => {
  test('start-x lasts until stop-x completes', () => {
    const builder = new ToldHistory()
      .fault({ f: 'start-partition', start_ms: 10, end_ms: 20 })
      .fault({ f: 'stop-partition', start_ms: 50, end_ms: 60 })
      .fault({ f: 'start-partition', start_ms: 70, end_ms: 75 })
      .fault({ f: 'heal', start_ms: 90, end_ms: 95 });
    expect(windowsOf(builder)).toEqual([
      ['partition', 10, 60],
      ['partition', 70, 95],
    ]);
  });

  test('a fault without an end of its own lasts until the next fault begins, or until the heal', () => {
    const builder = new ToldHistory()
      .fault({ f: 'failover', start_ms: 10, end_ms: 20 })
      .fault({ f: 'await', start_ms: 21, end_ms: 30 })
      .fault({ f: 'start-pause', start_ms: 40, end_ms: 41 })
      .fault({ f: 'failover', start_ms: 50, end_ms: 51 })
      .fault({ f: 'stop-pause', start_ms: 60, end_ms: 61 })
      .fault({ f: 'heal', start_ms: 80, end_ms: 81 });
    expect(windowsOf(builder)).toEqual([
      ['failover', 10, 40],
      ['pause', 40, 61],
      ['failover', 50, 81],
    ]);
  });

  test('start-x that is ended node by node lasts until its last node', () => {
    const on = (node: string) => ({ kill: { [node]: ['redis-server'] } });
    const builder = new ToldHistory()
      .fault({ f: 'start-kill', start_ms: 10, end_ms: 11, effect: on('n1') })
      .fault({ f: 'start-kill', start_ms: 20, end_ms: 21, effect: on('n2') })
      .fault({ f: 'stop-kill', start_ms: 30, end_ms: 31, effect: { healed: ['n1'] } })
      .fault({ f: 'stop-kill', start_ms: 40, end_ms: 41, effect: { healed: ['n2'] } });
    expect(windowsOf(builder)).toEqual([
      ['kill', 10, 31],
      ['kill', 20, 41],
    ]);
  });

  test('a fault that did not begin has none', () => {
    const builder = new ToldHistory().op({
      process: 'nemesis',
      f: 'start-kill',
      start_ms: 1,
      end_ms: 2,
      type: 'info',
      error: { code: 'not-begun' },
    });
    expect(windowsOf(builder)).toEqual([]);
  });

  test.each([
    [{}, 30],
    [{ inEffectAfter_ms: 5 }, 15],
    [{ inEffectAfter_ms: 500 }, 30],
  ])(
    'a fault is in effect from when its record says so, from its completion else: %j',
    (effect, at_ms) => {
      const builder = new ToldHistory().fault({
        f: 'start-x',
        start_ms: 10,
        end_ms: 30,
        effect,
      });
      expect(faultWindows(builder.build()).map(({ effectFrom_ns }) => effectFrom_ns)).toEqual([
        at_ms * MS,
      ]);
    },
  );

  test('a fault that never ends lasts until the end of the history', () => {
    const builder = new ToldHistory()
      .fault({ f: 'start-pause', start_ms: 10, end_ms: 20 })
      .op({ process: 0, f: 'read', start_ms: 30, end_ms: 99 });
    expect(windowsOf(builder)).toEqual([['pause', 10, 99]]);
  });

  test('awaits, stops and heals begin no fault', () => {
    const builder = new ToldHistory();
    for (const [i, f] of ['start-x', 'await', 'failover', 'stop-x', 'heal'].entries()) {
      builder.fault({ f, start_ms: i * 10 + 1, end_ms: i * 10 + 5 });
    }
    expect(
      nemesisRecords(builder.build())
        .filter(beginsFault)
        .map(({ f }) => f),
    ).toEqual(['start-x', 'failover']);
  });
});

describe('what a fault recorded', () => {
  function record(effect: JsonObject, f = 'start-partition', account?: FaultAccount) {
    const [first] = nemesisRecords(
      new HistoryBuilder()
        .fault({ f, start_ms: 1, end_ms: 2, effect, ...(account === undefined ? {} : { account }) })
        .build(),
    );
    if (first === undefined) throw new Error('the history has no nemesis op');
    return first;
  }

  test('is told as it says itself, and by its name alone where an older version recorded it', () => {
    const account = { words: 'n1 was cut off', name: 'cut', nodes: ['n1'], hurt: ['n1'] };
    const told = record({}, 'start-partition', account);
    expect([faultInWords(told), nameInWords(told)]).toEqual(['n1 was cut off', 'cut']);
    const old = record({ drops: { n1: ['n2'] } });
    expect([faultInWords(old), nameInWords(old)]).toEqual([
      'start-partition was in effect',
      'start-partition',
    ]);
  });

  test('is said to have been in effect from its proof to the order to end it, and not beside', () => {
    const account = { words: 'n1 was cut off', name: 'cut of n1', nodes: ['n1'], hurt: ['n1'] };
    const words = (from_ms: number, to_ms: number, proven = true): string | undefined => {
      const builder = new HistoryBuilder()
        .fault({ f: 'start-partition', start_ms: 10, end_ms: 20, proven, account })
        .fault({ f: 'stop-partition', start_ms: 50, end_ms: 60 });
      const [window] = faultWindows(builder.build());
      return window && metInWords(window, from_ms * MS, to_ms * MS);
    };
    expect(words(11, 19)).toBe('cut of n1 was taking effect');
    expect(words(11, 20)).toBe('n1 was cut off');
    expect(words(30, 31)).toBe('n1 was cut off');
    expect(words(5, 90)).toBe('n1 was cut off');
    expect(words(50, 55)).toBe('n1 was cut off');
    expect(words(51, 55)).toBe('cut of n1 was being ended');
    expect(words(30, 31, false)).toBe('cut of n1 was not proven to be in effect');
    const broke = new HistoryBuilder().op({
      process: 'nemesis',
      f: 'start-kill',
      start_ms: 1,
      end_ms: 2,
      type: 'info',
      error: { code: 'refused' },
    });
    const [failed] = faultWindows(broke.build());
    expect(failed && metInWords(failed, MS, 2 * MS)).toMatch(/^start-kill was not proven/);
  });

  test('of an event is the same from its order on', () => {
    const builder = new HistoryBuilder()
      .fault({ f: 'failover', start_ms: 10, end_ms: 20 })
      .fault({ f: 'heal', start_ms: 50, end_ms: 60 });
    const [window] = faultWindows(builder.build());
    expect(window && metInWords(window, 11 * MS, 12 * MS)).toBe('failover was in effect');
    expect(window?.effectFrom_ns).toBe(10 * MS);
  });

  test('stands in a history as it was, and as a fault without an account where it is damaged', () => {
    const account: FaultAccount = {
      words: 'w',
      name: 'n',
      nodes: ['n1', 'n2'],
      hurt: ['n1'],
      away: ['n1'],
      isolated: [],
      costs: 'memory',
      mistaken: ['n2'],
    };
    expect(accountFrom(accountJson(account))).toEqual(account);
    expect(accountFrom({ words: 7, name: 'n' })).toBeNull();
    expect(accountFrom({ words: 'w', name: 'n', nodes: 'n1', costs: 'all' })).toEqual({
      words: 'w',
      name: 'n',
      nodes: [],
      hurt: [],
    });
  });

  test('a state that was awaited is told in words', () => {
    const within_ms = 1;
    expect(conditionInWords({ until: { acknowledged: 5 }, within_ms })).toBe(
      '5 more ops acknowledged',
    );
    expect(conditionInWords({ until: { primary: 'changed' }, within_ms })).toBe(
      'another node promoted',
    );
    expect(conditionInWords({ until: { primary: { is: 'n2' } }, within_ms })).toBe('n2 promoted');
    expect(conditionInWords({ cluster: 'converged' })).toBe('the cluster converged');
    expect(conditionInWords(7)).toBe('a state');
  });

  test('a completion that is no record leaves none', () => {
    const history = new ToldHistory()
      .op({ process: 'nemesis', f: 'start-x', start_ms: 1, end_ms: 2, type: 'info', result: 'ok' })
      .build();
    expect(nemesisRecords(history)[0]?.records).toEqual([]);
  });
});
