import { join, relative } from 'node:path';

import { duration_s } from '../core/run-duration.js';
import { visible } from '../core/visible.js';
import { counted } from '../core/words.js';
import type { ReportedRun } from './run-result.js';
import { caseResult, whyWithoutVerdict, type CaseResult, type TestCase } from './test-case.js';

const ELEMENT: Readonly<Record<Exclude<CaseResult, 'passed'>, string>> = {
  failed: 'failure',
  'proved-nothing': 'error',
  broke: 'error',
  'not-run': 'skipped',
};
/** Of each checker; the report shows all. */
const ANOMALIES_SHOWN = 10;

/**
 * JUnit XML: a suite for each scenario (or test) with a case for each of its runs. What came out
 * otherwise than expected is a failure, what proved nothing or came to no verdict an error.
 * @param folder where the file will stand: reports are linked relative to it.
 */
export function renderJUnit(cases: readonly TestCase[], folder: string): string {
  const suites = new Map<string, TestCase[]>();
  for (const one of cases) {
    const name = one.name.replace(/ #\d+$/, '');
    suites.set(name, [...(suites.get(name) ?? []), one]);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributesOf({ name: 'faultline', ...countsOf(cases) })}>`,
    ...[...suites].flatMap(([name, ofSuite]) => [
      `  <testsuite ${attributesOf({ name, ...timestampOf(ofSuite), ...countsOf(ofSuite) })}>`,
      ...ofSuite.map((one) => testCase(one, folder)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function countsOf(cases: readonly TestCase[]): Readonly<Record<string, string | number>> {
  const having = (element: string): number =>
    cases.filter((one) => elementOf(one) === element).length;
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
    time: cases.reduce((sum, one) => sum + time_s(one), 0).toFixed(3),
  };
}

/** When the first run of a suite began. */
function timestampOf(cases: readonly TestCase[]): { readonly timestamp?: string } {
  const [first] = cases.flatMap(({ startedAt }) => startedAt ?? []).toSorted();
  return first === undefined ? {} : { timestamp: first };
}

function elementOf(one: TestCase): string | null {
  const result = caseResult(one);
  return result === 'passed' ? null : ELEMENT[result];
}

function time_s({ state }: TestCase): number {
  return state.kind === 'judged' ? duration_s(state.run) : 0;
}

function testCase(one: TestCase, folder: string): string {
  const { name, system, workload, startedAt, state } = one;
  const lines = [
    `    <testcase ${attributesOf({
      name,
      classname: `${system}.${workload}`,
      time: time_s(one).toFixed(3),
    })}>`,
  ];
  const element = elementOf(one);
  if (element !== null) {
    const [message, text] =
      state.kind === 'judged'
        ? [state.run.analysis.judgement?.sentence ?? state.run.analysis.sentence, whyOf(state.run)]
        : [whyWithoutVerdict(one).split('\n', 1)[0] ?? '', whyWithoutVerdict(one)];
    const attributes = element === 'skipped' ? { message } : { message, type: caseResult(one) };
    lines.push(`      <${element} ${attributesOf(attributes)}>${escaped(text)}</${element}>`);
  }
  if (state.kind === 'judged') {
    const output = outputOf(state.run, startedAt ?? '', folder);
    lines.push(`      <system-out>${escaped(output)}</system-out>`);
  }
  if (state.kind === 'plan-judged') {
    lines.push(`      <system-out>${escaped(state.judgement.sentence)}</system-out>`);
  }
  return [...lines, '    </testcase>'].join('\n');
}

/** What each checker said, with the anomalies that it found. */
function whyOf({ analysis }: ReportedRun): string {
  return analysis.verdicts
    .flatMap(({ checker, outcome, reason, anomalies }) => [
      `${checker}: ${outcome}: ${reason}`,
      ...anomalies
        .slice(0, ANOMALIES_SHOWN)
        .flatMap(({ kind, reason: why, story = [] }) => [
          `  - ${kind}: ${why}`,
          ...story.map((line) => `      ${line}`),
        ]),
      ...(anomalies.length > ANOMALIES_SHOWN
        ? [`  and ${counted(anomalies.length - ANOMALIES_SHOWN, 'more', 'more')} in the report`]
        : []),
    ])
    .join('\n');
}

/** The last line is how Jenkins and GitLab are told of a file that belongs to a test case. */
function outputOf({ analysis, plan, run, folder }: ReportedRun, started: string, from: string) {
  const report = relative(from, join(folder, 'report.html'));
  return [
    analysis.sentence,
    `started ${started}, seed ${plan.seed}`,
    `again: ${run.command}`,
    `report: ${report}`,
    `[[ATTACHMENT|${report}]]`,
  ].join('\n');
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ');
}

/** XML 1.0 has no place for most control characters, which are shown; nor for lone surrogates, U+FFFE and U+FFFF. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
