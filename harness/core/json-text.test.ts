import { expect, test } from 'vitest';

import type { Json } from './json.js';
import { jsonText } from './json-text.js';

const plain: Json = { a: [1, 'x', null, { b: [] }], c: {}, gone: undefined };
const odd: Json = { a: [2n ** 64n, NaN, -Infinity, -0, 1e21, { b: [] }], c: {}, gone: undefined };

test('plain JSON is written as the built-in function writes it', () => {
  expect(jsonText(plain)).toBe(JSON.stringify(plain));
  expect(jsonText(plain, 2)).toBe(JSON.stringify(plain, null, 2));
});

test('what JSON lacks is written too, in the same form', () => {
  const text = '{"a":[18446744073709551616,NaN,-Infinity,-0.0,1e+21,{"b":[]}],"c":{}}';
  expect(jsonText(odd)).toBe(text);
  expect(jsonText(odd, 2).replaceAll(/\s/g, '')).toBe(text);
  expect(jsonText(odd, 2).split('\n').slice(0, 3)).toEqual([
    '{',
    '  "a": [',
    '    18446744073709551616,',
  ]);
});
