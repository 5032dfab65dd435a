import { describe, expect, test } from 'vitest';
import { hostileReport } from '../../tests/fixtures/hostile.js';
import { splitBrainReport } from '../../tests/fixtures/split-brain.js';
import { renderConsole } from './console.js';

const PLAIN = { color: false, width: 100 };
const violated = splitBrainReport({ faults: true });

describe('the console report', () => {
  test('says what was seen, whether that was expected, why, and how to see it again', () => {
    const text = renderConsole(violated, { ...PLAIN, htmlPath: 'results/latest/report.html' });
    expect(text).toMatch(/^sentinel-split-brain {2}as expected \(VIOLATION\)\n/);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /\d+ of [\d,]+ acknowledged writes lost, between .* because n1 was cut off from n2 and n3/,
    );
    expect(text).toContain('seed   42');
    expect(text).toContain('redis-server 7.0.15');
    expect(text).toContain('again  faultline scenario run sentinel-split-brain --seed 42');
    expect(text).toContain('results/latest/report.html');
    expect(text).toContain('and 7 more in the report');
  });

  test('names what is missing where nothing was proven', () => {
    const missing = ['final reads from n4', 'a complete run'];
    const analysis = {
      ...violated.analysis,
      judgement: { result: 'proved-nothing' as const, sentence: 'nothing', missing },
    };
    const text = renderConsole({ ...violated, analysis }, PLAIN);
    expect(text).toContain('proved nothing (expected VIOLATION)');
    for (const item of missing) expect(text).toContain(`- ${item}`);
  });

  test('keeps to the width', () => {
    const wrapped = renderConsole(violated, { color: false, width: 60 }).split('\n');
    const prose = wrapped.slice(
      0,
      wrapped.findIndex((line) => line.includes('faults-proven')),
    );
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test('has colours only when asked for, and never lets a store steer the terminal', () => {
    const escape = '\u001b';
    expect(renderConsole(violated, { ...PLAIN, color: true })).toContain(
      `${escape}[32mas expected`,
    );
    expect(renderConsole(violated, PLAIN)).not.toContain(escape);
    const hostile = renderConsole(hostileReport(), PLAIN);
    expect(hostile).not.toContain(escape);
    expect(hostile).not.toContain('\u0000');
    expect(hostile).not.toContain('\u202e');
  });
});
