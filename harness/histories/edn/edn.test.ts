import { describe, expect, it } from 'vitest';
import { MalformedHistoryError } from '../malformed.js';
import { plainValue } from './plain-value.js';
import { EdnStream } from './stream.js';
import {
  EdnKeyword,
  EdnSymbol,
  EdnTagged,
  EdnUnreadable,
  ednField,
  type EdnValue,
} from './values.js';

function readEdn(text: string): EdnValue[] {
  const stream = new EdnStream();
  return [...stream.push(text), ...stream.end()];
}

const plainOfEdn = (element: EdnValue) => plainValue(element);

const one = (text: string): EdnValue => {
  const elements = readEdn(text);
  expect(elements).toHaveLength(1);
  return elements[0] as EdnValue;
};

/** The error of a text, as line:column. */
function errorOf(text: string): string {
  try {
    readEdn(text);
  } catch (error) {
    if (error instanceof MalformedHistoryError) {
      const expected = /expected (.*?) at line/.exec(error.message)?.[1];
      return `${error.place.line}:${error.place.column} ${expected}`;
    }
    throw error;
  }
  return 'none';
}

describe('EDN', () => {
  it.each([
    ['nil', null],
    ['true', true],
    ['false', false],
    ['0', 0],
    ['-12', -12],
    ['+7', 7],
    ['1N', 1],
    ['9007199254740993', 9007199254740993n],
    ['1.5', 1.5],
    ['-2e3', -2000],
    ['1.5M', 1.5],
    ['1/4', 0.25],
    ['##NaN', Number.NaN],
    ['##Inf', Infinity],
    ['##-Inf', -Infinity],
    ['"a"', 'a'],
    ['""', ''],
    ['"a\\n\\"\\\\\\t\\u0041"', 'a\n"\\\tA'],
    ['"two\nlines"', 'two\nlines'],
    ['\\a', 'a'],
    ['\\newline', '\n'],
    ['\\space', ' '],
    ['\\u0041', 'A'],
    ['\\(', '('],
    ['\\u', 'u'],
    ['\\u2603', '\u2603'],
    ['"\\u2603\\b\\f\\r"', '\u2603\b\f\r'],
    ['\\tab', '\t'],
    ['\\return', '\r'],
    ['-1/2', -0.5],
    ['+12N', 12],
    ['1E-2', 0.01],
    ['-9007199254740993N', -9007199254740993n],
    ['+9007199254740993', 9007199254740993n],
    ['9007199254740991', 9007199254740991],
    ['\\\u{1f600}', '\u{1f600}'],
    ['\\;', ';'],
    ['\\"', '"'],
  ])('reads %s', (text, value) => {
    expect(one(text)).toBe(value);
  });

  it('reads keywords as one object each, and symbols', () => {
    expect(one(':a/b')).toBe(EdnKeyword.of('a/b'));
    expect(one('foo')).toEqual(new EdnSymbol('foo'));
    expect(one('-')).toEqual(new EdnSymbol('-'));
    expect(one(':')).toEqual(new EdnSymbol(':'));
    expect(EdnKeyword.of('a/b').name).toBe('a/b');
    expect(new EdnSymbol('foo').name).toBe('foo');
  });

  it('reads nested collections', () => {
    const map = one('{:a [1 (2 3) #{4}], "k" {}}');
    expect(ednField(map, 'a')).toEqual([1, [2, 3], new Set([4])]);
    expect(plainOfEdn(map)).toEqual({ a: [1, [2, 3], [4]], k: {} });
  });

  it('reads tagged elements, and passes over discarded ones and comments', () => {
    const { tag, value } = one('#inst "2020"') as EdnTagged;
    expect([tag, value]).toEqual(['inst', '2020']);
    expect(plainOfEdn(one('#jepsen.history.Op{:f :read}'))).toEqual({ f: 'read' });
    expect(readEdn('#_ 1 2 ; 3\n #_[4] {:a #_b 5}').map(plainOfEdn)).toEqual([2, { a: 5 }]);
    expect(readEdn('[1 #_2]')).toEqual([1]);
    expect(readEdn('[[1 #_2] #_ [3]\n]')).toEqual([[1]]);
    expect(readEdn('#_0 [1 2] #_3')).toEqual([1, 2]);
  });

  it.each([
    ['#object[a.B 0x2a5c "a.B@2a5c"]', { tag: 'object', value: 3 }],
    ['#<B a.B@2a: b -> c>', '#<B a.B@2a: b -> c>'],
    ['#<A #<B b>>', '#<A #<B b>>'],
    ["#'user/a", "#'user/a"],
    ['#"a\\s\\"b"', '#"a\\s\\"b"'],
    ['12x', '12x'],
    ['\\abc', '\\abc'],
  ])('keeps %s as text wherever the text is cut', (text, kept) => {
    const whole = `[{:a ${text}, :b 1}]`;
    for (let cut = 0; cut <= whole.length; cut++) {
      const stream = new EdnStream();
      const elements = [
        ...stream.push(whole.slice(0, cut)),
        ...stream.push(whole.slice(cut)),
        ...stream.end(),
      ];
      expect(elements).toHaveLength(1);
      expect(ednField(elements[0] as EdnValue, 'b')).toBe(1);
      const value = ednField(elements[0] as EdnValue, 'a');
      if (typeof kept === 'string') {
        expect(value).toEqual(new EdnUnreadable(kept));
      } else {
        expect(value).toMatchObject({ tag: kept.tag });
      }
    }
  });

  it('passes over what is discarded between a tag and its element', () => {
    expect(one('#t #_ 1 2')).toEqual(new EdnTagged('t', 2));
    expect(one('{:a #_ #_ 1 2 3}')).toEqual(new Map([[EdnKeyword.of('a'), 3]]));
  });

  it('takes every white space, and commas, as blank', () => {
    expect(readEdn('1\t2\n3\v4\f5\r6 7,8;9')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(readEdn('\u0008')).toEqual([new EdnSymbol('\u0008')]);
    expect(readEdn(';1\n;2\n3')).toEqual([3]);
  });

  it('shows the text at a mistake, and no more of it than a few words', () => {
    expect(() => readEdn('[:abc )23456789 1234567890')).toThrow('")23456789 12"');
    expect(() => readEdn('[1')).toThrow('the end of the text');
    expect(() => readEdn('{:a 1 :b}')).toThrow('3 elements');
  });

  it('gives the elements of a vector, of a list, and bare ones alike', () => {
    expect(readEdn('[1 2]')).toEqual([1, 2]);
    expect(readEdn(' (1, 2) ')).toEqual([1, 2]);
    expect(readEdn('1\n2')).toEqual([1, 2]);
    expect(readEdn('')).toEqual([]);
    expect(readEdn('[]')).toEqual([]);
  });

  it.each([
    ['[1 2', '1:5 "]"'],
    ['{:a 1\n :b}', '1:1 a map with a value for every key'],
    ['[1 }', '1:4 an element'],
    ['"abc', '1:5 the end of a string'],
    ['"a\\q"', '1:4 an escape: n t r b f u " or backslash'],
    ['"\\u00g0"', '1:6 four hexadecimal digits'],
    [')', '1:1 an element'],
    ['[1]\n]', '2:1 an element'],
    ['\\', '1:2 a character'],
    ['"\\', '1:3 an escape'],
    ['"\\u12', '1:6 four hexadecimal digits'],
    ['(1', '1:3 ")"'],
    ['#{1', '1:4 "}"'],
    ['#', '1:2 a tag, "{" or "_" after "#"'],
    ['{:a 1 :a 2}', '1:1 a map with each key once'],
    ['['.repeat(20_000), '1:1002 at most 1000 levels of nesting'],
    [`${'#t '.repeat(20_000)}1`, '1:3000 at most 1000 levels of nesting'],
    [`#_${'['.repeat(20_000)}`, '1:1003 at most 1000 levels of nesting'],
    ["[#'a/b 1]", 'none'],
    ['[1 ##Nan]', '1:4 ##NaN, ##Inf or ##-Inf'],
    ['##', '1:1 ##NaN, ##Inf or ##-Inf'],
  ])('says where %j is wrong', (text, expected) => {
    expect(errorOf(text)).toBe(expected);
  });
});

describe('EdnStream', () => {
  const text =
    '[{:f :read, :value "a\\"b\\u00e9"} ; comment ]\n #_ 7 -12.5e1 #{:x} nil true #t [1 (2)]]';

  it('gives the same elements wherever the text is cut', () => {
    const whole = readEdn(text).map(plainOfEdn);
    expect(whole).toHaveLength(6);
    for (let first = 0; first <= text.length; first++) {
      for (const second of [first + 1, first + 7, text.length]) {
        const stream = new EdnStream();
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        const elements = [...pieces.flatMap((piece) => [...stream.push(piece)]), ...stream.end()];
        expect(elements.map(plainOfEdn)).toEqual(whole);
      }
    }
  });

  it('gives an element as soon as it is whole', () => {
    const stream = new EdnStream();
    expect([...stream.push('[1 [2')]).toEqual([1]);
    expect([...stream.push(' 3] 4')]).toEqual([[2, 3]]);
    expect([...stream.push('5]')]).toEqual([45]);
    expect([...stream.end()]).toEqual([]);
  });

  it('does not wait for what comes after a comment', () => {
    const stream = new EdnStream();
    expect([...stream.push('; one\n1 ; two\n2 ; thr')]).toEqual([1, 2]);
    expect([...stream.push('ee 3\n4 ; five')]).toEqual([4]);
    expect([...stream.end()]).toEqual([]);
  });

  it('says where the last element begins', () => {
    const stream = new EdnStream();
    const places: string[] = [];
    const take = (elements: Iterable<EdnValue>): void => {
      for (const _ of elements) places.push(`${stream.place.line}:${stream.place.column}`);
    };
    for (const piece of ['[1, {:a\n 2} ; c', 'omment\n', '  :long', 'er #_ 0 5', ' ]']) {
      take(stream.push(piece));
    }
    take(stream.end());
    expect(places).toEqual(['1:2', '1:5', '3:3', '3:16']);
  });

  it('says the same place however often it is asked, the beginning at first', () => {
    const stream = new EdnStream();
    expect(stream.place).toEqual({ line: 1, column: 1 });
    for (const _ of stream.push('\n\n 7 8 ')) {
      const { place } = stream;
      expect([stream.place, stream.place]).toEqual([place, place]);
    }
    expect(stream.place).toEqual({ line: 3, column: 4 });
  });

  it('counts lines over all pieces', () => {
    const stream = new EdnStream();
    expect([...stream.push('[1\n2\n')]).toEqual([1, 2]);
    expect([...stream.push('3\n 4')]).toEqual([3]);
    expect(() => [...stream.push(' } ')]).toThrow('line 4, column 4');
  });
});
