import { describe, expect, it } from 'vitest';
import type { Value } from '../types.js';
import { describeValue } from './describe.js';
import { structuralKey, valueKey } from './key.js';

const different: readonly Value[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1n,
  '',
  '0',
  'null',
  'true',
  '1n',
  '[]',
  '\u0000[]',
  '\u0000',
  '\u0000s\u0000',
  [],
  [[]],
  [null],
  [0],
  ['0'],
  [0, 1],
  [[0], 1],
  ['0,1'],
  {},
  { a: 1 },
  { a: '1' },
  { a: 1, b: 2 },
  { 'a":1,"b': 2 },
  2n,
  [1, 2],
  [12],
  Number.NaN,
  Infinity,
  -Infinity,
  'NaN',
  '\u0000NaN',
  [Number.NaN],
  ['NaN'],
  [Infinity],
  [-Infinity],
];

describe('keys of values', () => {
  it('are different for different values', () => {
    expect(new Set(different.map(valueKey)).size).toBe(different.length);
    expect(new Set(different.map(structuralKey)).size).toBe(different.length);
  });

  it('of scalars are the scalars themselves', () => {
    const scalars = [null, true, 0, 1.5, 5n, '', 'a', '[]'];
    expect(scalars.map(valueKey)).toEqual(scalars);
    expect(structuralKey(5n)).not.toBe(structuralKey(6n));
  });

  it('of structures are their text, as in JSON, with fields and members in order', () => {
    const structure = {
      b: [1, undefined, null, 2n],
      a: new Set(['y', 'x']),
      c: new Map([
        [2, { d: true }],
        [1, { d: false }],
      ]),
    };
    expect(structuralKey(structure)).toBe(
      '{"a":Set{"x","y"},"b":[1,undefined,null,2n],"c":Map{1:{"d":false},2:{"d":true}}}',
    );
    expect(structuralKey(new Date(5))).toBe('Date(5)');
    expect(valueKey([1])).toBe('\u0000[1]');
    expect(valueKey('\u0000[1]')).toBe('\u0000s\u0000[1]');
  });

  it('are equal to themselves by ===, also of NaN; both zeros have one', () => {
    const numbers = [Number.NaN, Infinity, -Infinity];
    expect(numbers.filter((value) => valueKey(value) !== valueKey(value))).toEqual([]);
    expect(new Map([[valueKey(0), 'zero']]).get(valueKey(-0))).toBe('zero');
    expect(valueKey(0) === valueKey(-0)).toBe(true);
  });

  it('are the same for the same structure', () => {
    const twice: readonly (readonly [unknown, unknown])[] = [
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      [new Set([1, 2]), new Set([2, 1])],
      [
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
        new Map([
          ['b', 2],
          ['a', 1],
        ]),
      ],
      [new Date(5), new Date(5)],
      [-0, 0],
      [[Number.NaN], [Number.NaN]],
    ];
    for (const [a, b] of twice) {
      expect(structuralKey(a)).toBe(structuralKey(b));
    }
    expect(valueKey([1, { a: 2 }])).toBe(valueKey([1, { a: 2 }]));
  });

  it('tell sets, maps, dates and nothing apart', () => {
    const things = [
      new Set([1]),
      new Set([2]),
      new Map([[1, 1]]),
      new Date(1),
      new Date(2),
      undefined,
      null,
      [1],
    ];
    expect(new Set(things.map(structuralKey)).size).toBe(things.length);
  });

  it('do not exist for what has no structure', () => {
    expect(() => structuralKey(() => 1)).toThrow('give the model a key function');
    expect(() => structuralKey([Symbol('s')])).toThrow(TypeError);
    for (const bare of [() => 1, Symbol('s')]) {
      expect(() => valueKey(bare as never)).toThrow('has no structure to compare');
    }
    for (const hidden of [/a/, new Error('a'), new WeakMap()]) {
      expect(() => structuralKey(hidden)).toThrow('has no structure to compare');
    }
    expect([{}, Object.create(null), new Uint8Array([1])].map(structuralKey)).toEqual([
      '{}',
      '{}',
      '{"0":1}',
    ]);
  });
});

describe('describeValue', () => {
  it('writes values as JSON, and what is not known as a question mark', () => {
    expect([undefined, null, 'a', 1, 5n, [1n, 'b'], { c: null }].map(describeValue)).toEqual([
      '?',
      'null',
      '"a"',
      '1',
      '5n',
      '[1n,"b"]',
      '{"c":null}',
    ]);
  });

  it('shows numbers that JSON lacks, at any depth, and both zeros as one', () => {
    const values: readonly Value[] = [NaN, [Infinity, 0], { a: [-Infinity], b: 'NaN' }, -0];
    expect(values.map(describeValue)).toEqual([
      'NaN',
      '[Infinity,0]',
      '{"a":[-Infinity],"b":"NaN"}',
      '0',
    ]);
  });

  it('shows sets and maps, in their order', () => {
    const value = [
      new Set([2, 1]),
      new Map<Value, Value>([['a', new Set(['b'])]]),
      new Set<Value>(),
    ];
    expect(describeValue(value)).toBe('[Set{2,1},Map{"a":Set{"b"}},Set{}]');
  });

  it('cuts what is large, deep or has no end', () => {
    const many = Array.from({ length: 2000 }, (_, i) => i);
    expect(describeValue(many)).toMatch(/^\[0,1,.*,998,…\]$/);
    let deep: Value = [];
    for (let i = 0; i < 20_000; i++) deep = [deep];
    expect(describeValue(deep)).toBe(`${'['.repeat(1000)}…${']'.repeat(1000)}`);
    const endless = new Map<Value, Value>();
    endless.set(1, endless);
    expect(describeValue(endless)).toContain('1:Map{1:Map{');
  });

  it('leaves out fields that are not known, as JSON does', () => {
    const value = { a: undefined, b: [undefined] } as unknown as Value;
    expect(describeValue(value)).toBe('{"b":[null]}');
    expect(describeValue(new Date(5) as unknown as Value)).toBe('"1970-01-01T00:00:00.005Z"');
  });
});
