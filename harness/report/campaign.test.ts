import { describe, expect, test } from 'vitest';
import { hostileReport } from '../../tests/fixtures/hostile.js';
import { splitBrainReport } from '../../tests/fixtures/split-brain.js';
import type { RunReport } from '../core/results.js';
import { renderJson } from './json.js';
import { renderJUnit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { resultOf } from './run-result.js';

const violated = splitBrainReport({ faults: true });
const healthy = splitBrainReport({ faults: false });

function judged(run: RunReport, result: 'as-expected' | 'not-as-expected'): RunReport {
  const judgement = { result, sentence: `it came out ${result}` };
  return { ...run, analysis: { ...run.analysis, judgement } };
}

function unproven(run: RunReport): RunReport {
  const judgement = {
    result: 'proved-nothing' as const,
    sentence: 'the partition was not proven',
    missing: ['proof that partition took effect'],
  };
  return { ...run, analysis: { ...run.analysis, judgement } };
}

describe('the result of a run', () => {
  test('is the judgement for a scenario: an expected violation passes', () => {
    expect(resultOf(violated)).toBe('passed');
    expect(resultOf(judged(healthy, 'not-as-expected'))).toBe('failed');
    expect(resultOf(unproven(healthy))).toBe('proved-nothing');
  });

  test('is the verdict itself without a scenario', () => {
    const alone = (run: RunReport): RunReport => ({
      ...run,
      scenario: null,
      analysis: { ...run.analysis, judgement: null },
    });
    expect(resultOf(alone(violated))).toBe('failed');
    expect(resultOf(alone(healthy))).toBe('passed');
    const unknown = alone(healthy);
    expect(resultOf({ ...unknown, analysis: { ...unknown.analysis, outcome: 'unknown' } })).toBe(
      'proved-nothing',
    );
  });
});

describe('JUnit XML', () => {
  test('counts failures and errors apart, with time and reason', () => {
    const xml = renderJUnit([violated, judged(healthy, 'not-as-expected'), unproven(healthy)]);
    expect(xml).toContain('<testsuite name="faultline" tests="3" failures="1" errors="1"');
    expect(xml).toContain('<failure message="it came out not-as-expected"');
    expect(xml).toContain('<error message="the partition was not proven"');
    expect(xml).toContain('time="29.000"');
    expect(xml).toContain('again: faultline scenario run sentinel-split-brain --seed 42');
  });

  test('escapes what a store holds', () => {
    const xml = renderJUnit([hostileReport()]);
    expect(xml).not.toContain('<script');
    expect(xml).not.toContain(']]>');
    // eslint-disable-next-line no-control-regex -- they are not allowed in XML
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b]/);
  });
});

describe('the Markdown summary', () => {
  test('puts what needs attention first, with the command that shows it again', () => {
    const markdown = renderMarkdown([
      violated,
      unproven(healthy),
      judged(healthy, 'not-as-expected'),
    ]);
    expect(markdown).toContain(
      '## Faultline: 1 of 3 runs as expected, 1 not as expected, 1 proved',
    );
    const marks = markdown.split('\n').flatMap((line) => /^\| (❌|⚠️|✅) /u.exec(line)?.[1] ?? []);
    expect(marks).toEqual(['❌', '⚠️', '✅']);
    expect(markdown).toContain('    faultline scenario run healthy --seed 42');
  });

  test('keeps hostile values inside their cell', () => {
    const markdown = renderMarkdown([hostileReport()]);
    const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2);
    const cells = rows[1]?.replaceAll(/\\./g, '').split('|').length;
    expect(cells).toBe(8);
    const prose = markdown.split('\n').filter((line) => !line.startsWith('    '));
    expect(prose.join('\n')).not.toContain('<script');
  });
});

test('the JSON report holds verdicts and plan, and no history', () => {
  const document: unknown = JSON.parse(renderJson(violated));
  expect(document).toMatchObject({
    result: 'passed',
    plan: { seed: 42 },
    analysis: { outcome: 'invalid', judgement: { result: 'as-expected' } },
  });
  expect(document).not.toHaveProperty('history');
});
