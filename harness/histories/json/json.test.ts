import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MalformedHistoryError } from '../malformed.js';
import type { RecordedValue } from '../recorded-event.js';
import { JsonElements, type JsonElement } from './json-elements.js';
import { parseJson, placeAfter } from './parse-json.js';

const START = { line: 1, column: 1 };

function elementsOf(text: string, sizes: readonly number[] = []): JsonElement[] {
  const elements = new JsonElements();
  const found: JsonElement[] = [];
  let rest = text;
  for (const size of sizes) {
    found.push(...elements.push(rest.slice(0, size)));
    rest = rest.slice(size);
  }
  return [...found, ...elements.push(rest), ...elements.end()];
}

/** With bigints as the numbers nearest to them, which is what the built-in parser gives. */
function rounded(value: RecordedValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly RecordedValue[]).map(rounded);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rounded(part)]));
}

/** Where a text is at fault. */
function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof MalformedHistoryError) {
      return `${error.place.line}:${error.place.column} ${error.expected}`;
    }
    throw error;
  }
  return 'none';
}

describe('the exact JSON parser', () => {
  it('reads what the built-in one reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        // A long integer in the text sends it to the exact parser.
        const text = JSON.stringify([value, 1234567890123456], null, indent);
        expect(rounded(parseJson(text, START))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps integers beyond 2^53 apart', () => {
    expect(
      parseJson('[9007199254740993, 9007199254740992, 1e20, -9007199254740993]', START),
    ).toEqual([9007199254740993n, 9007199254740992n, 1e20, -9007199254740993n]);
  });

  it.each([
    ['{"a":1', '1:7 "," or "}" at'],
    ['{"a" 1}', '1:6 ":" at'],
    ['{a:1}', '1:2 a field name in double quotes at'],
    ['{"a":\n  [1,\n   x]}', '3:4 a JSON value at'],
    ['{"a":1}}', '1:8 nothing more at'],
    ['{"a":"b\\x"}', '1:6 a whole JSON string with valid escapes at'],
    ['{"a":"b\nc"}', '1:6 a whole JSON string with valid escapes at'],
    ['{"a":"b', '1:6 a whole JSON string with valid escapes at'],
    ['{"a":01}', '1:7 "," or "}" at'],
    ['[1,]', '1:4 a JSON value at'],
    ['tru', '1:1 a JSON value at'],
    ['', '1:1 a JSON value at'],
    ['['.repeat(1001), '1:1001 at most 1000 levels of nesting at'],
    [`${'[['.repeat(50_000)}${']]'.repeat(50_000)}`, '1:1001 at most 1000 levels of nesting at'],
  ])('tells where %j is wrong', (text, where) => {
    expect(faultOf(() => parseJson(text, START))).toContain(where);
  });

  it('does not take brackets in strings for nesting', () => {
    const text = JSON.stringify('['.repeat(5000));
    expect(parseJson(text, START)).toBe(JSON.parse(text));
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    expect(parseJson(deep, START)).toEqual(JSON.parse(deep));
  });

  it('counts from where the text begins', () => {
    expect(faultOf(() => parseJson('{"a":\n?}', { line: 7, column: 5 }))).toContain('8:1 ');
    expect(faultOf(() => parseJson('{?}', { line: 7, column: 5 }))).toContain('7:6 ');
  });
});

describe('JSON in pieces', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());
  const text = fc
    .tuple(fc.array(object), fc.boolean(), fc.constantFrom('', ' ', '\n', '\r\n  '))
    .map(([objects, isList, blank]) => {
      const parts = objects.map((one) => `${blank}${JSON.stringify(one, null, blank)}${blank}`);
      return isList ? `[${blank}${parts.join(',')}]` : parts.join('\n');
    });

  it('is cut into the same objects at the same places, however it comes', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(9)), (whole, sizes) => {
        const expected = elementsOf(whole);
        expect(elementsOf(whole, sizes)).toEqual(expected);
        let from = 0;
        for (const element of expected) {
          const at = whole.indexOf(element.text, from);
          expect(placeAfter(START, whole, at)).toEqual(element.place);
          expect(() => JSON.parse(element.text) as unknown).not.toThrow();
          from = at + element.text.length;
        }
      }),
    );
  });

  it.each([
    ['[{"a":1} {"b":1}]', '1:10 "," or "]" at'],
    ['[{"a":1},]', '1:10 an event: an object in braces at'],
    ['[{"a":1}', '1:9 "," or "]" at'],
    ['[{"a":1},', '1:10 an event at'],
    ['[\n1]', '2:1 an event: an object in braces at'],
    ['[{"a":1}]\n{', '2:1 nothing after the list at'],
    ['{"a":1}\n[]', '2:1 an event: an object in braces at'],
    ['[', '1:2 an event at'],
    [`[\n {"a":${'['.repeat(1000)}`, '2:2 at most 1000 levels of nesting at'],
  ])('tells where the list %j is wrong', (list, where) => {
    expect(faultOf(() => elementsOf(list))).toContain(where);
    expect(faultOf(() => elementsOf(list, [1, 1, 1, 1, 1, 1, 1]))).toContain(where);
  });

  it('is empty where it holds nothing', () => {
    expect(elementsOf('[]', [1])).toEqual([]);
    expect(elementsOf(' \n')).toEqual([]);
  });
});
