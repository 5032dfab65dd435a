import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../../../core/verdict.js';
import { cycleFigure } from './cycle-figure.js';

/** A cycle of so many ops. */
function cycleOf(length: number): Anomaly {
  const ops = Array.from({ length }, (_, at) => at);
  return {
    kind: 'G2-item',
    ops: [],
    reason: 'a cycle',
    witness: ops.map((op) => ({ op: 10 + op, words: `append(x, ${op}) <&>` })),
    dependencies: ops.map((op) => ({
      from: op + 1,
      to: ((op + 1) % length) + 1,
      kind: op === 0 ? 'rw' : 'wr',
      reason: `because of "${op}"`,
    })),
  };
}

/** The places in a path: where it begins, is bent to and ends. */
function numbersIn(path: string): number[] {
  return [...path.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
}

describe('the figure of a cycle', () => {
  test.each([2, 3, 5, 16])('has a box for each of %i ops, and an arrow to the next', (length) => {
    const svg = cycleFigure(cycleOf(length))?.text ?? '';
    expect(svg.match(/<rect /g)).toHaveLength(length);
    const lines = [...svg.matchAll(/class="line" d="([^"]*)"/g)].map(([, path = '']) => path);
    expect(lines).toHaveLength(length);
    const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
    for (const line of lines) {
      // A curve reaches half of the way to the point that bends it.
      const [, startY = 0, , bendY = 0] = numbersIn(line);
      expect((startY + bendY) / 2).toBeGreaterThan(0);
      expect((startY + bendY) / 2).toBeLessThan(height);
    }
    expect(svg.match(/class="dependency rw"/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('tells the reason of each arrow, and leads to the ops; all as text', () => {
    const svg = cycleFigure(cycleOf(2))?.text ?? '';
    expect(svg).toContain('<title>because of &quot;1&quot;</title>');
    expect(svg).toContain('href="#op-11"');
    expect(svg).toContain('append(x, 1) &lt;&amp;&gt;');
  });

  test('ends each arrow at the border of the op that it leads to', () => {
    const svg = cycleFigure(cycleOf(4))?.text ?? '';
    const [, x = '', y = ''] = /<rect x="([\d.]+)" y="([\d.]+)"/.exec(svg) ?? [];
    const last = [...svg.matchAll(/class="line" d="([^"]*)"/g)].at(-1)?.[1] ?? '';
    const [endX = 0, endY = 0] = numbersIn(last).slice(-2);
    const [right, bottom] = [Number(x) + 216, Number(y) + 40];
    expect(endX).toBeGreaterThanOrEqual(Number(x) - 0.1);
    expect(endX).toBeLessThanOrEqual(right + 0.1);
    expect(endY).toBeGreaterThanOrEqual(Number(y) - 0.1);
    expect(endY).toBeLessThanOrEqual(bottom + 0.1);
    const isOnBorder = [endX - Number(x), endX - right, endY - Number(y), endY - bottom].some(
      (distance) => Math.abs(distance) < 0.2,
    );
    expect(isOnBorder).toBe(true);
  });

  test('is left out where there is no cycle, and where it would be too large to read', () => {
    expect(cycleFigure({ kind: 'lost-write', ops: [1], reason: 'lost' })).toBeNull();
    expect(cycleFigure(cycleOf(17))).toBeNull();
  });
});
