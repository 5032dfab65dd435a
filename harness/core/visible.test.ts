import { expect, test } from 'vitest';

import { visible } from './visible.js';

test('what could steer a terminal is shown as an escape', () => {
  expect(visible('\u001b[31mred\u009b2J\u0007\r\u007f')).toBe(
    String.raw`\u001b[31mred\u009b2J\u0007\u000d\u007f`,
  );
  expect(visible('\u202eevil\u2066\u200f\u061c\u2028')).toBe(
    String.raw`\u202eevil\u2066\u200f\u061c\u2028`,
  );
});

test('other text stays as it is, line ends and tabs too', () => {
  const text = 'naïve – 日本語 🚀\n\tx\\u001b';
  expect(visible(text)).toBe(text);
});

test('a JSON document keeps its value', () => {
  const value = { text: '\u0000\u001b\u007f\u009b\u202e\n\t"\\' };
  const shown = visible(JSON.stringify(value, null, 2));
  expect(JSON.parse(shown)).toEqual(value);
  expect(shown).toMatch(/^[\n\u0020-\u007e]*$/);
});
