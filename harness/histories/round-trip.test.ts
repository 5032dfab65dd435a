import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { History } from '../core/history.js';
import type { Json } from '../core/json.js';
import { NEMESIS, type Op, type OpError } from '../core/op.js';
import {
  CsvReader,
  ElleJsonReader,
  exportCsv,
  exportEdn,
  exportElleJson,
  exportLines,
  FaultlineReader,
  type EventReader,
  type RecordedEvent,
} from './index.js';
import { detectFormat } from './detect.js';
import { EdnReader } from './edn/edn-reader.js';

/** JSON as a history holds it; integers beyond 2^53 are no exact values, and not compared. */
const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => {
  const text = JSON.stringify(value);
  return !/\d{16}/.test(text) && !text.includes('"__proto__"');
}) as fc.Arbitrary<Json>;

const error: fc.Arbitrary<OpError> = fc.record(
  { code: fc.string(), message: fc.string(), saw: json },
  { requiredKeys: ['code'] },
);

const op: fc.Arbitrary<Omit<Op, 'index'>> = fc
  .record(
    {
      process: fc.oneof(fc.nat(2 ** 31 - 1), fc.constant(NEMESIS)),
      type: fc.constantFrom('invoke', 'ok', 'fail', 'info'),
      f: fc.oneof(fc.constantFrom('read', 'txn', 'start-partition'), fc.string({ minLength: 1 })),
      time: fc.oneof(fc.nat(), fc.double({ min: 0, max: 2 ** 53 - 1, noNaN: true })),
      value: fc.oneof(
        json,
        fc.constant(null),
        fc.array(fc.tuple(fc.constantFrom('r', 'w', 'append'), fc.nat(), json)),
      ),
      node: fc.string({ minLength: 1 }),
      error,
    },
    { requiredKeys: ['process', 'type', 'f', 'time'] },
  )
  // JSON itself does not tell -0 from 0 when it is written.
  .map((one) => JSON.parse(JSON.stringify(one)) as Omit<Op, 'index'>);

function read(reader: EventReader, text: string, size: number): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (let at = 0; at < text.length; at += size) {
    events.push(...reader.push(text.slice(at, at + size)));
  }
  return [...events, ...reader.end()];
}

/** An event without its place, and without the fields that are not there. */
function plain({ process, type, f, value, time, node, error: failure }: Omit<Op, 'index'>) {
  return {
    process,
    type,
    f,
    time,
    ...(value === undefined ? {} : { value }),
    ...(node === undefined ? {} : { node }),
    ...(failure === undefined ? {} : { error: failure }),
  };
}

const FORMATS = [
  { name: 'edn', write: exportEdn, reader: () => new EdnReader() },
  { name: 'elle-json', write: exportElleJson, reader: () => new ElleJsonReader() },
  { name: 'csv', write: exportCsv, reader: () => new CsvReader() },
  { name: 'jsonl', write: exportLines, reader: () => new FaultlineReader() },
] as const;

describe('an export that is read back', () => {
  it.each(FORMATS)('loses nothing as $name, however it comes', ({ name, write, reader }) => {
    fc.assert(
      fc.property(fc.array(op), fc.integer({ min: 1, max: 300 }), (ops, size) => {
        const text = [...write(History.of(ops))].join('');
        const events = read(reader(), text, size);
        expect(events.map((event) => plain(event as Omit<Op, 'index'>))).toEqual(ops.map(plain));
        if (ops.length > 0) expect(detectFormat(text, 'file').name).toBe(name);
      }),
    );
  });

  it.each(FORMATS)('keeps unknown and null apart as $name', ({ write, reader }) => {
    const base = { process: 0, f: 'read', time: 1 };
    const history = History.of([
      { ...base, type: 'invoke' },
      { ...base, type: 'ok', value: null },
      { ...base, type: 'invoke', value: null },
      { ...base, type: 'ok' },
    ]);
    const events = read(reader(), [...write(history)].join(''), 1000);
    expect(events.map(({ value }) => value)).toEqual([undefined, null, null, undefined]);
  });

  it.each(FORMATS)('gives numbers that are no exact integers back as $name', (format) => {
    const values = [
      NaN,
      Infinity,
      -Infinity,
      1e20,
      2 ** 53,
      -(2 ** 60),
      1e-7,
      0.1,
      1.5e300,
      2 ** 53 - 1,
    ];
    const base = { process: 0, f: 'write', time: 1, type: 'invoke' } as const;
    const history = History.of(values.map((value, process) => ({ ...base, process, value })));
    const events = read(format.reader(), [...format.write(history)].join(''), 1000);
    expect(events.map(({ value }) => Number(value))).toEqual(values);
    expect(new Set(events.map(({ value }) => typeof value))).toEqual(new Set(['number']));
  });
});

describe('EDN for Jepsen', () => {
  it('has keywords where Jepsen and Elle look for them', () => {
    const history = History.of([
      {
        process: 0,
        type: 'invoke',
        f: 'txn',
        value: [
          ['append', 'x', 1],
          ['r', 'y', null],
        ],
        time: 5,
      },
      { process: NEMESIS, type: 'info', f: 'start-partition', value: { cut: ['n1'] }, time: 6 },
      { process: 0, type: 'info', f: 'txn', time: 7, node: 'n1', error: { code: 'timeout' } },
    ]);
    expect([...exportEdn(history)].join('')).toBe(
      [
        '[{:index 0, :time 5, :process 0, :type :invoke, :f :txn, :value [[:append "x" 1] [:r "y" nil]]}',
        ' {:index 1, :time 6, :process :nemesis, :type :info, :f :start-partition, :value {"cut" ["n1"]}}',
        ' {:index 2, :time 7, :process 0, :type :info, :f :txn, :node "n1", :error {:code "timeout"}}]',
        '',
      ].join('\n'),
    );
  });

  it('of an empty history is an empty vector', () => {
    expect([...exportEdn(new History())].join('')).toBe('[]\n');
    expect([...exportElleJson(new History())].join('')).toBe('[]\n');
  });
});
