import { describe, expect, it } from 'vitest';

import type { Case } from './cases.js';
import { pageWith, pointsOn, type Row } from './page.js';

const PAGE = ['machine', 'cases', 'curves']
  .map((name) => `<!-- ${name} -->\n\nold\n\n<!-- end of ${name} -->`)
  .join('\n');

const prepare: Case['prepare'] = () => () => 'valid';
const CASES: readonly Case[] = [
  { name: 'fast', prepare, expected: 'valid', bound_s: 3, bound_MB: 100 },
  { name: 'free', prepare, expected: 'valid' },
];

function measured(name: string, processor_s: number, memory_MB = 50): Row {
  return { name, verdict: 'valid', processor_s, elapsed_s: 4, memory_MB, history_MB: 10, load: 1 };
}

describe('the page of measurements', () => {
  it('says of each case whether it kept its bound', () => {
    const rows = [measured('fast', 2.5), measured('free', 100)];
    const page = pageWith(PAGE, CASES, rows, [], 'a machine');
    expect(page).toContain(
      '| fast | valid | 2.5 s | 4.0 s | 50 MB | 10 MB | 3 s, 100 MB | kept | 1.0 |',
    );
    expect(page).toContain('| free | valid | 100.0 s | 4.0 s | 50 MB | 10 MB |  |  | 1.0 |');
  });

  it.each([
    [3.5, 50],
    [2.5, 101],
  ])('marks what took %s s and %s MB as beyond 3 s or 100 MB', (processor_s, memory_MB) => {
    const page = pageWith(PAGE, CASES, [measured('fast', processor_s, memory_MB)], [], '');
    expect(page).toContain('| MISSED |');
  });

  it('keeps the rows that were not measured, and holds them against their bounds of now', () => {
    const first = pageWith(PAGE, CASES, [measured('fast', 2.5), measured('free', 1)], [], '');
    const stricter = CASES.map((one) => (one.name === 'fast' ? { ...one, bound_s: 2 } : one));
    const second = pageWith(first, stricter, [measured('free', 7)], [], '');
    expect(second).toContain(
      '| fast | valid | 2.5 s | 4.0 s | 50 MB | 10 MB | 2 s, 100 MB | MISSED | 1.0 |',
    );
    expect(second).toContain('| free | valid | 7.0 s | 4.0 s |');
  });

  it('gives back the points of its curves', () => {
    const points = [{ curve: 'lists', size: 1000, seconds: 0.125 }];
    expect(pointsOn(pageWith(PAGE, CASES, [], points, ''))).toEqual(points);
  });
});
