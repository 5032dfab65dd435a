import { describe, expect, test } from 'vitest';
import { splitBrainReport } from '../../tests/fixtures/split-brain.js';
import { renderConsole, type ConsoleOptions } from './console.js';
import type { ReportedRun } from './run-result.js';

const PLAIN = { width: 100 };

function rendered(run: ReportedRun, options: ConsoleOptions): string {
  const text = renderConsole(run, options);
  if (typeof text === 'string') return text;
  return text.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

const violated = splitBrainReport({ faults: true });

describe('the console report', () => {
  test('says what was seen, whether that was expected, why, and how to see it again', () => {
    const text = rendered(violated, { ...PLAIN, htmlPath: 'results/latest/report.html' });
    expect(text).toMatch(/^sentinel-split-brain {2}as expected \(VIOLATION\)\n/);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /\d+ of [\d,]+ acknowledged writes lost, between .* because n1 was cut off from n2 and n3/,
    );
    expect(text).toContain('seed   42');
    expect(text).toMatch(
      /took {3}[\d.]+ s \((set-up [\d.]+, )?clients at work [\d.]+.*\); judged in 1\.5 s/,
    );
    expect(text).toContain('redis-server 7.0.15');
    expect(text).toContain('again  faultline scenario run sentinel-split-brain --seed 42');
    expect(text).toContain('results/latest/report.html');
    expect(text).toContain('and 7 more in the report');
  });

  test('says which settings options changed from the store’s defaults, and is silent where none did', () => {
    const words = (run: ReportedRun) => rendered(run, PLAIN).replaceAll(/\s+/g, ' ');
    const changedSettings = [
      { name: 'repl-timeout', value: '5', default: '60', option: 'replTimeout_s' },
      { name: 'dir', value: '/data', default: './', option: null, reason: 'it is read there' },
    ];
    expect(words({ ...violated, run: { ...violated.run, changedSettings } })).toContain(
      "Settings changed from the store's defaults: repl-timeout 5 (default 60). ",
    );
    expect(words(violated)).not.toContain('Settings changed');
  });

  test('names what is missing where nothing was proven', () => {
    const missing = ['final reads from n4', 'a complete run'];
    const analysis = {
      ...violated.analysis,
      judgement: { result: 'proved-nothing' as const, sentence: 'nothing', missing },
    };
    const text = rendered({ ...violated, analysis }, PLAIN);
    expect(text).toContain('proved nothing (expected VIOLATION)');
    for (const item of missing) expect(text).toContain(`- ${item}`);
  });

  test('keeps to the width', () => {
    const wrapped = rendered(violated, { width: 60 }).split('\n');
    const prose = wrapped.slice(
      0,
      wrapped.findIndex((line) => line.includes('faults-proven')),
    );
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test('names a style beside the text, and adds no escape sequence of its own', () => {
    expect(renderConsole(violated, PLAIN)).toContainEqual({
      style: 'green',
      text: 'as expected (VIOLATION)',
    });
    expect(rendered(violated, PLAIN)).not.toContain('\u001b');
  });

  test('keeps what a store holds on the line it belongs to', () => {
    const sentence = 'lost "x\n  verdict valid\r\n"';
    const run = { ...violated, analysis: { ...violated.analysis, sentence } };
    expect(rendered(run, PLAIN)).toContain('  lost "x verdict valid "\n');
  });
});
