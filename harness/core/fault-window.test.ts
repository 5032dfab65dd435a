import { describe, expect, test } from 'vitest';
import { beginsFault, faultWindows } from './fault-window.js';
import { conditionInWords, cutOf, faultInWords } from './fault-words.js';
import { HistoryBuilder } from './history-builder.js';
import type { JsonObject } from './json.js';
import { nemesisRecords } from './nemesis-record.js';

const MS = 1_000_000;

function windowsOf(builder: HistoryBuilder): (string | number)[][] {
  return faultWindows(builder.build()).map(({ fault, from_ns, to_ns }) => [
    fault,
    from_ns / MS,
    to_ns / MS,
  ]);
}

describe('fault windows', () => {
  test('start-x lasts until stop-x completes', () => {
    const builder = new HistoryBuilder()
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
    const builder = new HistoryBuilder()
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
    const builder = new HistoryBuilder()
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
    const builder = new HistoryBuilder().op({
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
    'a fault is established when its record says so, at its completion else: %j',
    (effect, at_ms) => {
      const builder = new HistoryBuilder().fault({
        f: 'start-x',
        start_ms: 10,
        end_ms: 30,
        effect,
      });
      expect(faultWindows(builder.build()).map(({ established_ns }) => established_ns)).toEqual([
        at_ms * MS,
      ]);
    },
  );

  test('a fault that never ends lasts until the end of the history', () => {
    const builder = new HistoryBuilder()
      .fault({ f: 'start-pause', start_ms: 10, end_ms: 20 })
      .op({ process: 0, f: 'read', start_ms: 30, end_ms: 99 });
    expect(windowsOf(builder)).toEqual([['pause', 10, 99]]);
  });

  test('awaits, stops and heals begin no fault', () => {
    const builder = new HistoryBuilder();
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
  function record(effect: JsonObject, f = 'start-partition') {
    const [first] = nemesisRecords(
      new HistoryBuilder().fault({ f, start_ms: 1, end_ms: 2, effect }).build(),
    );
    if (first === undefined) throw new Error('the history has no nemesis op');
    return first;
  }

  test('a cut is read from who drops whom', () => {
    const cut = record({ drops: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] } });
    expect(cutOf(cut)).toEqual({ isolated: ['n1'], from: ['n2', 'n3'] });
    expect(faultInWords(cut)).toBe('n1 was cut off from n2 and n3');
  });

  test('the isolated side may be named, clients with it', () => {
    const cut = record({
      isolated: ['n1', 'clients'],
      drops: { n1: ['n2'], n2: ['n1', 'clients'] },
    });
    expect(faultInWords(cut)).toBe('n1 and clients were cut off from n2');
  });

  test('a fault on nodes is told with the nodes, and with how much of it there was', () => {
    const clock = { n2: { offset_ms: 5000, rate: 1 } };
    expect(faultInWords(record({ clock, primary: 'n1' }, 'start-clock'))).toBe(
      'clock on n2 (offset_ms 5000, rate 1) was in effect',
    );
    const kill = { n1: ['redis-server', 'redis-sentinel'], n3: ['redis-server', 'redis-sentinel'] };
    expect(faultInWords(record({ kill }, 'start-kill'))).toBe(
      'kill on n1 and n3 (redis-server and redis-sentinel) was in effect',
    );
    expect(faultInWords(record({ freeze: { n1: {} } }, 'start-freeze'))).toBe(
      'freeze on n1 was in effect',
    );
    expect(faultInWords(record({ node: 'n1' }, 'client-kill'))).toBe(
      'client-kill on n1 was in effect',
    );
  });

  test('a record of unknown shape gets a plainer sentence', () => {
    expect(faultInWords(record({ drops: 7, isolated: {} }))).toBe('start-partition was in effect');
    expect(faultInWords(record({}, 'failover'))).toBe('a failover was ordered');
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
    const history = new HistoryBuilder()
      .op({ process: 'nemesis', f: 'start-x', start_ms: 1, end_ms: 2, type: 'info', result: 'ok' })
      .build();
    expect(nemesisRecords(history)[0]?.records).toEqual([]);
  });
});
