import { duration_s, resultOf, type ReportedRun, type RunResult } from './run-result.js';

const ELEMENT: Readonly<Record<Exclude<RunResult, 'passed'>, string>> = {
  failed: 'failure',
  'proved-nothing': 'error',
};

/**
 * JUnit XML of several runs, one test case each: what came out otherwise than expected is a
 * failure, what proved nothing an error.
 */
export function renderJUnit(runs: readonly ReportedRun[]): string {
  const results = runs.map(resultOf);
  const attributes = {
    name: 'faultline',
    tests: runs.length,
    failures: results.filter((result) => result === 'failed').length,
    errors: results.filter((result) => result === 'proved-nothing').length,
    time: runs.reduce((sum, run) => sum + duration_s(run), 0).toFixed(3),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributesOf(attributes)}>`,
    `  <testsuite ${attributesOf(attributes)}>`,
    ...runs.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(run: ReportedRun): string {
  const { plan, analysis } = run;
  const head = `    <testcase ${attributesOf({
    name: run.scenario?.name ?? plan.name,
    classname: `${plan.system.name}.${plan.workload.name}`,
    time: duration_s(run).toFixed(3),
  })}>`;
  const result = resultOf(run);
  const message = analysis.judgement?.sentence ?? analysis.sentence;
  const problem =
    result === 'passed'
      ? []
      : [
          `      <${ELEMENT[result]} ${attributesOf({ message, type: result })}>${escaped(
            analysis.verdicts.map(({ checker, reason }) => `${checker}: ${reason}`).join('\n'),
          )}</${ELEMENT[result]}>`,
        ];
  const output = `${analysis.sentence}\nseed ${plan.seed}\nagain: ${run.run.command}\nrun: ${run.folder}`;
  return [
    head,
    ...problem,
    `      <system-out>${escaped(output)}</system-out>`,
    '    </testcase>',
  ].join('\n');
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ');
}

/** XML 1.0 has no place for most control characters, lone surrogates, U+FFFE and U+FFFF. */
function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- control characters are what it removes
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
