import { describe, expect, test } from 'vitest';
import { STYLE } from './style.js';

/** What WCAG 2 asks of text, and of graphics that must be seen (1.4.3, 1.4.11). */
const TEXT = 4.5;
const GRAPHICS = 3;

/** Text, and the colours that it stands on. */
const TEXTS: readonly (readonly [text: string, ...grounds: string[]])[] = [
  ['text', 'page', 'card', 'green-tint', 'red-tint'],
  ['muted', 'page', 'card'],
  ['link', 'page', 'card'],
  ['page', 'text'],
  ['red', 'page', 'card', 'red-tint'],
  ['green', 'green-tint'],
  ['amber', 'amber-tint'],
  ['on-fault', 'fault'],
  ['on-op', 'ok'],
  ['on-lost', 'lost'],
  ['on-proof', 'proof'],
  ['on-primary', 'primary'],
  ['on-replica', 'replica', 'watcher'],
];
const OPS = ['ok', 'fail', 'info', 'lost', 'proof', 'fault', 'unreachable'];
const LINES = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'];

const [light = '', dark = ''] = STYLE.split('prefers-color-scheme: dark');

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of a %s page', (_, css) => {
  const colors = new Map(
    [...css.matchAll(/--(?<name>[\w-]+): (?<color>#[\da-f]{6});/g)].map(
      ({ groups }) => [groups?.['name'] ?? '', groups?.['color'] ?? ''] as const,
    ),
  );
  const color = (name: string): string => {
    const found = colors.get(name);
    if (found === undefined) throw new Error(`there is no colour ${name}`);
    return found;
  };

  test.each(
    TEXTS.flatMap(([text, ...grounds]) => grounds.map((ground) => [text, ground] as const)),
  )('text in %s can be read on %s', (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(TEXT);
  });

  test.each([...OPS, ...LINES])('%s can be seen on a card', (name) => {
    expect(contrast(color(name), color('card'))).toBeGreaterThanOrEqual(GRAPHICS);
  });

  test('who leads and who follows is told apart', () => {
    expect(contrast(color('primary'), color('replica'))).toBeGreaterThanOrEqual(GRAPHICS);
  });
});

test('contrast is that of WCAG: 21 of black to white, 1 of a colour to itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#c9772b', '#c9772b')).toBe(1);
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
