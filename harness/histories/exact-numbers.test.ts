import * as fc from 'fast-check';
import { exactNumber } from './exact-number.js';
import { describe, expect, it } from 'vitest';

import { EtcdLogReader } from './etcd-log-reader.js';
import { CsvReader, ElleJsonReader, type EventReader } from './index.js';
import { EdnReader } from './edn/edn-reader.js';
import { ImportedOps } from './imported-ops.js';
import { parseJson } from './json/parse-json.js';

const START = { line: 1, column: 1 };

describe('the numbers of a text', () => {
  it.each([
    ['5', 5],
    ['-0', -0],
    ['5.0', 5],
    ['1.50', 1.5],
    ['5e-1', 0.5],
    ['1e20', 1e20],
    ['0.000000000000000000012300', 1.23e-20],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['0.1000000000000000055', { decimal: '1.000000000000000055e-1' }],
    ['9007199254740993.0', { decimal: '9.007199254740993e15' }],
    ['-12.00000000000000001', { decimal: '-1.200000000000000001e1' }],
    ['1e400', { decimal: '1e400' }],
    ['1e-400', { decimal: '1e-400' }],
    ['0e400', 0],
  ])('keep all digits: %s', (text, value) => {
    expect(exactNumber(text)).toEqual(value);
    expect(parseJson(text, START)).toEqual(value);
  });

  it.each([
    ['+9007199254740993', 9007199254740993n],
    ['4/2', 2],
    ['-1/2', -0.5],
    ['1/3', { ratio: '1/3' }],
    ['-4/6', { ratio: '-2/3' }],
    ['1/0', undefined],
    ['1.2.3', undefined],
    ['x', undefined],
  ])('are integers, decimals or ratios: %s', (text, value) => {
    expect(exactNumber(text)).toEqual(value);
  });

  it('are one value however it is written', () => {
    const ways = [
      '0.30000000000000004441',
      '00.30000000000000004441e0',
      '300000000000000044410e-21',
    ];
    expect(new Set(ways.map((way) => JSON.stringify(exactNumber(way)))).size).toBe(1);
  });

  it('are those that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = Number.isInteger(number) ? number.toExponential() : String(number);
        expect(exactNumber(text)).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it('differ where their decimals differ, in JSON too', () => {
    const digits = fc.stringMatching(/^\d{1,25}$/);
    fc.assert(
      fc.property(digits, digits, (one, other) => {
        const [a, b] = [one, other].map((text) => parseJson(`{"v":0.1${text}1}`, START));
        expect(JSON.stringify(a) === JSON.stringify(b)).toBe(one === other);
      }),
    );
  });
});

function read(reader: EventReader, text: string) {
  return [...reader.push(text), ...reader.end()];
}

/** The value that a text in EDN stands for. */
function ednValue(text: string): unknown {
  const reader = new EdnReader();
  return read(reader, `{:process 0, :type :invoke, :f :write, :value ${text}}`)[0]?.value;
}

describe('values in EDN', () => {
  it.each([
    ['0.1000000000000000055', { decimal: '1.000000000000000055e-1' }],
    ['1.50M', 1.5],
    ['0.1000000000000000055M', { decimal: '1.000000000000000055e-1' }],
    ['10N', 10],
    ['9007199254740993N', 9007199254740993n],
    ['[1/3 1/2]', [{ ratio: '1/3' }, 0.5]],
    ['{:a 1e400}', { a: { decimal: '1e400' } }],
  ])('keep all digits: %s', (text, value) => {
    expect(ednValue(text)).toEqual(value);
  });

  it.each([
    ['#{1 10 2}', '#{2 1 10}'],
    ['#{"b" :a nil 3}', '#{3 nil "b" :a}'],
    ['#{#{1 2} [3]}', '#{[3] #{2 1}}'],
    ['#{##NaN 1}', '#{1 ##NaN}'],
    ['{:a 1, :b #{1 2}}', '{:b #{2 1}, :a 1}'],
  ])('are equal where sets and maps are, whatever their order: %s', (one, other) => {
    expect(ednValue(one)).toEqual(ednValue(other));
  });
});

describe('numbers in logs of the etcd test', () => {
  it('keep all digits', () => {
    const line = (f: string, value: string) => `INFO  jepsen.util - 0\t:invoke\t:${f}\t${value}\n`;
    const text = line('write', '9007199254740993') + line('cas', '[9007199254740993 -7]');
    const values = read(new EtcdLogReader(), text).map(({ value }) => value);
    expect(values).toEqual([9007199254740993n, [9007199254740993n, -7]]);
  });
});

describe('times since 1970', () => {
  const [early, late] = ['1700000000000000001', '1700000000000000002'];

  it.each<[string, EventReader, string]>([
    [
      'EDN',
      new EdnReader(),
      `{:process 0, :type :invoke, :f :r, :time ${early}} {:process 0, :type :ok, :f :r, :time ${late}}`,
    ],
    [
      'JSON',
      new ElleJsonReader(),
      `[{"process":0,"type":"invoke","f":"r","time":${early}},{"process":0,"type":"ok","f":"r","time":${late}}]`,
    ],
    ['CSV', new CsvReader(), `process,type,f,value,time\n0,invoke,r,,${early}\n0,ok,r,,${late}\n`],
  ])('are told apart to the nanosecond in %s', (_format, reader, text) => {
    const ops = new ImportedOps();
    expect(read(reader, text).map((event) => ops.take(event).time)).toEqual([0, 1]);
    expect(ops.startedAt_ms).toBe(1.7e12);
  });

  it.each(['1.7e18', '1700000000000000000.5', '-1'])(
    'are refused where they were rounded: %s',
    (time) => {
      expect(() =>
        read(new ElleJsonReader(), `{"process":0,"type":"invoke","f":"r","time":${time}}`),
      ).toThrow('time to be a number of nanoseconds from 0, as an integer if it is beyond 2^53,');
    },
  );

  it('are refused where more than 2^53 ns lie between them', () => {
    const ops = new ImportedOps();
    const text = `{"process":0,"type":"invoke","f":"r","time":0}\n{"process":0,"type":"ok","f":"r","time":${late}}`;
    expect(() => read(new ElleJsonReader(), text).map((event) => ops.take(event))).toThrow(
      'a time up to 2^53 ns (104 days), as the first is 0,',
    );
  });

  it('are taken where they go beyond 2^53 and the first is before it, and refused by that first', () => {
    const [first, next] = [9007199254740000, 9007199254741000];
    const taken = (times: readonly unknown[]) => {
      const ops = new ImportedOps();
      const text = times.map(
        (time) => `{"process":0,"type":"info","f":"r","time":${String(time)}}`,
      );
      return read(new ElleJsonReader(), text.join('\n')).map((event) => ops.take(event).time);
    };
    expect(taken([first, next])).toEqual([0, 1000]);
    expect(() => taken([first, late])).toThrow(`after the first, ${first},`);
    expect(() => taken([7, late])).toThrow('as the first is 7,');
    expect(taken([7, first])).toEqual([7, first]);
  });
});
