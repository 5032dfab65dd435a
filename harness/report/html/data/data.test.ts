import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitBrainReport } from '../../../../tests/fixtures/split-brain.js';
import { ToldHistory } from '../../../../tests/support/told-history.js';
import type { WitnessSample, WitnessView } from '../../../core/witness.js';
import { faultBands, roleBands } from './bands.js';
import { bucketsOf } from './buckets.js';
import { pageDataOf } from './page-data.js';
import { sliceOf } from './slice.js';
import { objectText, valueText } from './value-text.js';

const MS = 1_000_000;

function sequential(ops: number) {
  const builder = new ToldHistory();
  for (let i = 0; i < ops; i += 1) {
    builder.op({ process: 0, f: 'read', start_ms: 10 * i + 1, end_ms: 10 * i + 5 });
  }
  return builder.build();
}

describe('the slice of a long history', () => {
  test('holds what is near the ops of interest and accounts for all the rest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.nat({ max: 119 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        (ops, positions, limit) => {
          const interesting = positions.filter((at) => at < ops).map((at) => 2 * at);
          const slice = sliceOf(sequential(ops), interesting, limit);
          const left = slice.gaps.reduce((sum, gap) => sum + gap.ops, 0);
          expect(slice.invocations.length + left).toBe(ops);
          expect(slice.invocations.length).toBe(Math.min(ops, limit));
          const held = new Set(slice.invocations);
          const centres = new Set(interesting);
          if (centres.size <= limit) for (const index of centres) expect(held).toContain(index);
        },
      ),
    );
  });
});

describe('rates and latencies', () => {
  test('count every completion once and measure the acknowledged ones', () => {
    const history = new ToldHistory()
      .op({ process: 0, f: 'add', start_ms: 100, end_ms: 110 })
      .op({ process: 1, f: 'add', start_ms: 100, end_ms: 130 })
      .op({ process: 2, f: 'add', start_ms: 500, end_ms: 900, type: 'info' })
      .fault({ f: 'heal', start_ms: 1, end_ms: 2 })
      .build();
    const { width_ns, rates, latencies } = bucketsOf(history, 1_000 * MS);
    const total = (type: string): number =>
      rates
        .filter((series) => series.type === type)
        .flatMap(({ perSecond }) => perSecond)
        .reduce((sum, rate) => sum + (rate * width_ns) / 1e9, 0);
    expect(total('ok')).toBeCloseTo(2);
    expect(total('info')).toBeCloseTo(1);
    expect(rates.map(({ f }) => f)).not.toContain('heal');
    expect(latencies[0]?.p50_ms.filter((ms) => ms !== null)).toEqual([10, 30]);
  });
});

const NOTHING_TOLD = { plan: { nodes: ['n1'] }, witness: [], events: [] };

describe('role bands', () => {
  test('last until the next sample that differs, the last one until the end', () => {
    const sample = (time: number, role: 'primary' | 'replica') => ({
      time,
      roles: [{ node: 'n1', role }],
    });
    const samples = [sample(0, 'primary'), sample(5, 'primary'), sample(9, 'replica')];
    expect(roleBands({ ...NOTHING_TOLD, roles: samples }, 20)).toEqual([
      {
        node: 'n1',
        events: [],
        spans: [
          { role: 'primary', does: 'writes', from_ns: 0, to_ns: 9 },
          { role: 'replica', does: 'follows', from_ns: 9, to_ns: 20 },
        ],
      },
    ]);
  });

  test('tell what a node said of its replication, from when it said so', () => {
    const roles = [{ time: 0, roles: [{ node: 'n1', role: 'replica' }] }];
    const said = (time: number, view: Omit<WitnessView, 'node'>): WitnessSample => ({
      time,
      until: time + 1,
      nodes: [{ node: 'n1', ...view }],
    });
    const witness = [
      said(4, { stream: 'abcdef', linkUp: true, offset: 1 }),
      said(6, { stream: 'abcdef', linkUp: true, offset: 2 }),
      said(9, { stream: 'abcdef', linkUp: false, offset: 2 }),
      said(12, { stream: 'fedcba', epoch: 3 }),
    ];
    const band = roleBands({ ...NOTHING_TOLD, roles, witness }, 20);
    const span = { role: 'replica', does: 'follows' };
    expect(band[0]?.spans).toEqual([
      { ...span, from_ns: 0, to_ns: 4 },
      { ...span, from_ns: 4, to_ns: 9, says: 'stream abcd' },
      { ...span, from_ns: 9, to_ns: 12, says: 'stream abcd, link down' },
      { ...span, from_ns: 12, to_ns: 20, says: 'epoch 3, stream fedc' },
    ]);
    const one = roleBands({ ...NOTHING_TOLD, roles, witness: witness.slice(0, 2) }, 20);
    expect(one[0]?.spans.flatMap(({ says }) => says ?? [])).toEqual([]);
  });

  test('tell while a node differs from most others on who serves what', () => {
    const nodes = ['n1', 'n2', 'n3'];
    const roles = [{ time: 0, roles: nodes.map((node) => ({ node, role: 'replica' })) }];
    const told = (time: number, partOf: (node: string) => string): WitnessSample => ({
      time,
      until: time,
      nodes: nodes.map((node) => ({ node, placement: [{ leader: 'n1', part: partOf(node) }] })),
    });
    const witness = [
      told(0, () => '0-9'),
      told(4, (node) => (node === 'n2' ? '0-5' : '0-9')),
      told(8, () => '0-9'),
    ];
    const bands = roleBands({ ...NOTHING_TOLD, roles, witness }, 20);
    expect(bands.map(({ spans }) => spans.map(({ says, from_ns }) => [from_ns, says]))).toEqual([
      [[0, undefined]],
      [
        [0, undefined],
        [4, 'differs on who serves what'],
        [8, undefined],
      ],
      [[0, undefined]],
    ]);
  });

  test('have the events that their node told, with their times', () => {
    const roles = ['n1', 'n2'].map((node) => ({ node, role: 'replica' }));
    const events = [
      { time: 3, node: 'n2', name: '+sdown', text: 'master faultline n1' },
      { time: 5, node: 'n2', name: '+tilt', text: '#tilt mode entered' },
    ];
    const samples = [{ time: 0, roles }];
    const [first, second] = roleBands({ ...NOTHING_TOLD, roles: samples, events }, 20);
    expect(first?.events).toEqual([]);
    expect(second?.events).toEqual([
      { at_ns: 3, words: '+sdown master faultline n1' },
      { at_ns: 5, words: '+tilt #tilt mode entered' },
    ]);
  });

  test('tell what a node does by what the system says of its roles and nodes', () => {
    const roles = [
      { node: 'n1', role: 'main' },
      { node: 'n2', role: 'copy' },
      { node: 'n3', role: 'arbiter' },
      { node: 'n4', role: 'unreachable' },
    ];
    const plan = {
      nodes: ['n1', 'n2', 'n3', 'n4'],
      layout: { data: ['n1', 'n2', 'n4'], watchers: ['n3'] },
      roles: { takesWrites: ['main'], refusalCodes: [] },
    };
    const bands = roleBands({ ...NOTHING_TOLD, plan, roles: [{ time: 0, roles }] }, 20);
    expect(bands.map(({ spans }) => spans[0]?.does)).toEqual([
      'writes',
      'follows',
      'watches',
      'nothing',
    ]);
  });
});

test('faults that overlap stand in rows of their own, and the next one in the first that is free', () => {
  const fault = (f: string, start_ms: number) => ({ f, start_ms, end_ms: start_ms + 1 });
  const history = new ToldHistory()
    .fault(fault('start-clock', 10))
    .fault(fault('start-pause', 20))
    .fault(fault('stop-clock', 30))
    .fault(fault('start-kill', 40))
    .fault(fault('stop-pause', 50))
    .fault(fault('stop-kill', 60))
    .build();
  expect(faultBands(history).map(({ name, row }) => [name, row])).toEqual([
    ['clock', 0],
    ['pause', 1],
    ['kill', 0],
  ]);
});

test('the data of a page marks every lost write, and the reads that prove it', () => {
  const data = pageDataOf(splitBrainReport({ faults: true }));
  const marked = (mark: string): number => data.ops.filter((op) => op.mark === mark).length;
  expect(marked('lost')).toBe(869);
  expect(marked('proof')).toBe(3);
  expect(data.gaps).toEqual([]);
  expect(data.lanes.map(({ label }) => label)).toEqual([
    'nemesis',
    't0 · n1',
    't1 · n2',
    't2 · n3',
    't3 · n1',
    't4 · n2',
    't5 · n3',
  ]);
});

test('a long list is shown by its first items and its length', () => {
  expect(valueText(Array.from({ length: 2_000 }, (_, i) => i))).toBe(
    '[0, 1, 2, 3, 4, 5, 6, 7, … 2000 in all]',
  );
  expect(valueText(undefined)).toBe('');
  expect(valueText(null)).toBe('null');
});

test('a piece of a scan is shown by its size, and where the scan goes on', () => {
  const elements = Array.from({ length: 10_000 }, (_, i) => i);
  expect(valueText({ cursor: '57', elements })).toBe('10,000 elements, go on from 57');
  expect(valueText({ cursor: '0', elements: [] })).toBe('0 elements, the last piece');
});

test('an effect is shown as words', () => {
  expect(objectText({ reached: true, roles: { n1: 'primary' }, drops: { n1: ['n2', 'n3'] } })).toBe(
    'reached: yes, roles: (n1: primary), drops: (n1: n2 n3)',
  );
  expect(objectText(undefined)).toBe('');
});
