import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostileReport } from '../../tests/fixtures/hostile.js';
import { splitBrainReport } from '../../tests/fixtures/split-brain.js';
import type { RunReport } from '../core/results.js';
import { renderJson } from './json.js';
import { renderJUnit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { resultOf } from './run-result.js';
import { testCaseOf, type TestCase } from './test-case.js';

const violated = splitBrainReport({ faults: true });
const healthy = splitBrainReport({ faults: false });

const running: TestCase = {
  name: 'healthy #2',
  system: 'redis-sentinel',
  workload: 'set',
  startedAt: '2026-01-01T00:00:09.000Z',
  state: { kind: 'running' },
};
const broke: TestCase = {
  ...running,
  name: 'healthy #3',
  state: { kind: 'broke', reason: 'E_ENGINE: there is no engine\n  -> start it' },
};
const notRun: TestCase = {
  name: 'healthy #4',
  system: 'redis-sentinel',
  workload: 'set',
  state: { kind: 'not-run' },
};

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
    const xml = renderJUnit(
      [violated, judged(healthy, 'not-as-expected'), unproven(healthy)].map((run) =>
        testCaseOf(run),
      ),
      '/ci',
    );
    expect(xml).toContain('<testsuites name="faultline" tests="3" failures="1" errors="1"');
    expect(xml).toContain('<failure message="it came out not-as-expected"');
    expect(xml).toContain('<error message="the partition was not proven"');
    expect(xml).toContain('time="29.000"');
    expect(xml).toContain('again: faultline scenario run sentinel-split-brain --seed 42');
  });

  test('has a suite for each scenario with a time stamp, and a case for each repeat', () => {
    const xml = renderJUnit(
      [testCaseOf(healthy, 'healthy #1'), running, testCaseOf(violated)],
      '/ci',
    );
    expect(xml.match(/<testsuite name="[^"]*" timestamp="[^"]*" tests="\d"/g)).toEqual([
      `<testsuite name="healthy" timestamp="${healthy.run.startedAt}" tests="2"`,
      `<testsuite name="sentinel-split-brain" timestamp="${violated.run.startedAt}" tests="1"`,
    ]);
    expect(xml.match(/<testcase name="[^"]*"/g)).toEqual([
      '<testcase name="healthy #1"',
      '<testcase name="healthy #2"',
      '<testcase name="sentinel-split-brain"',
    ]);
  });

  test('tells what came to no verdict, and why', () => {
    const xml = renderJUnit([running, broke, notRun], '/ci');
    expect(xml).toContain('tests="3" failures="0" errors="2" skipped="1"');
    expect(xml).toContain('<error message="Faultline was killed while this run went on"');
    expect(xml).toContain('<error message="E_ENGINE: there is no engine" type="broke">');
    expect(xml).toContain('-&gt; start it</error>');
    expect(xml).toContain('<skipped message="the command ended before this run began"');
  });

  test('holds the anomalies of a failure in words, and a link to the report', () => {
    const failed = judged(violated, 'not-as-expected');
    const xml = renderJUnit([testCaseOf(failed)], '/results');
    const [anomaly] = violated.analysis.verdicts.flatMap(({ anomalies }) => anomalies);
    expect(xml).toContain(`- ${anomaly?.kind}: ${anomaly?.reason.slice(0, 20)}`);
    const link = relative('/results', join(violated.folder, 'report.html'));
    expect(xml).toContain(`report: ${link}\n[[ATTACHMENT|${link}]]`);
  });

  test('escapes what a store holds', () => {
    const xml = renderJUnit([testCaseOf(hostileReport())], '/ci');
    expect(xml).not.toContain('<script');
    expect(xml).not.toContain(']]>');
    // eslint-disable-next-line no-control-regex -- they are not allowed in XML
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b]/);
  });
});

describe('the Markdown summary', () => {
  test('puts what needs attention first, with the command that shows it again', () => {
    const markdown = renderMarkdown(
      [violated, unproven(healthy), judged(healthy, 'not-as-expected')].map((run) =>
        testCaseOf(run),
      ),
      '/ci',
    );
    expect(markdown).toContain(
      '## Faultline: 1 of 3 runs as expected, 1 not as expected, 1 proved',
    );
    const marks = markdown.split('\n').flatMap((line) => /^\| (❌|⚠️|✅) /u.exec(line)?.[1] ?? []);
    expect(marks).toEqual(['❌', '⚠️', '✅']);
    expect(markdown).toContain('    faultline scenario run healthy --seed 42');
  });

  test('tells of runs without a verdict, and links the reports of the others', () => {
    const markdown = renderMarkdown([testCaseOf(healthy), notRun, broke], '/results');
    expect(markdown).toContain(
      '## Faultline: 1 of 3 runs as expected, 1 came to no verdict, 1 not run',
    );
    expect(markdown).toContain('| 💥 | healthy \\#3 | no verdict | E\\_ENGINE: there is no engine');
    expect(markdown).toContain(
      `[healthy](<${relative('/results', join(healthy.folder, 'report.html'))}>)`,
    );
  });

  test('keeps hostile values inside their cell', () => {
    const markdown = renderMarkdown([testCaseOf(hostileReport())], '/ci');
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
