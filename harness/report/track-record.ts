import { boundInWords, figureAt, valueInWords } from '../core/bound.js';
import { grouped } from '../core/grouped.js';
import type { ScenarioRun } from '../core/results.js';
import { count, listInWords } from '../core/words.js';
import { escaped } from './markdown-text.js';
import { proportionInterval } from './proportion-interval.js';
import { duration_s } from './run-result.js';

/**
 * What the scenarios came to in all stored runs: how often as expected, with the interval in which the true
 * share lies; what was seen; on which versions; and the command that runs each.
 * @param command - how the command line was called that writes the page.
 */
export function renderTrackRecord(runs: readonly ScenarioRun[], command: string): string {
  const scenarios = grouped(runs, ({ scenario }) => scenario.name);
  const names = [...scenarios.keys()].sort();
  return [
    '# Record of the scenarios',
    '',
    `This page is written by \`${command}\` from the runs that are stored. "As expected" counts the runs whose verdict was`,
    'the expected one, and that met all conditions of proof. The interval says where the true share lies, with a',
    'confidence of 95 % (Wilson score).',
    '',
    '| scenario | expected | as expected | interval | what was seen | duration |',
    '| --- | --- | --- | --- | --- | --- |',
    ...names.map(
      (name) =>
        `| ${row(scenarios.get(name) ?? [])
          .map(escaped)
          .join(' | ')} |`,
    ),
    ...names.flatMap((name) => section(scenarios.get(name) ?? [])),
    '',
  ].join('\n');
}

function row(runs: readonly ScenarioRun[]): string[] {
  const [first] = runs;
  if (first === undefined) return [];
  const { name, expectation } = first.scenario;
  const [low, high] = proportionInterval(expected(runs).length, runs.length);
  return [
    name,
    expectation,
    `${expected(runs).length} of ${runs.length}`,
    `${percent(low)} to ${percent(high)} %`,
    seen(runs),
    `${range(runs.map((one) => Math.round(duration_s(one))))} s`,
  ];
}

function section(runs: readonly ScenarioRun[]): string[] {
  const last = runs.at(-1);
  if (last === undefined) return [];
  const { name, claim, source } = last.scenario;
  const versions = new Set(
    runs.flatMap(({ run }) => Object.entries(run.versions).map((version) => version.join(' '))),
  );
  const others = runs.filter((one) => !isExpected(one));
  return [
    '',
    `## ${name}`,
    '',
    escaped(`Claim: ${claim}. Source: ${source}.`),
    '',
    `Run on ${escaped(listInWords([...versions].sort()))}. Again: \`faultline scenario run ${name}\``,
    ...(others.length === 0 ? [] : ['', 'Not as expected:', '', ...others.map(told)]),
  ];
}

function told({ run, analysis }: ScenarioRun): string {
  return `- ${escaped(`${run.startedAt}: ${analysis.judgement?.sentence ?? analysis.sentence}`)}`;
}

/** What the runs that came out as expected have in common: figures with their ranges, kinds of anomalies. */
function seen(all: readonly ScenarioRun[]): string {
  const runs = expected(all);
  const [first] = runs;
  if (first === undefined) return '';
  const { bound } = first.scenario;
  const words: string[] = [];
  if (bound !== undefined) {
    const figures = figuresOf(runs, bound.checker, bound.figure);
    const inWords = (value: number): string => valueInWords(bound, value);
    words.push(`${range(figures, inWords)}, where ${boundInWords(bound)}`);
  }
  const lost = figuresOf(runs, 'lost-writes', 'counts.lost');
  const acknowledged = figuresOf(runs, 'lost-writes', 'counts.acknowledged');
  if (Math.max(0, ...lost) > 0) {
    words.push(`${range(lost)} of ${range(acknowledged)} acknowledged writes lost`);
  }
  const kinds = grouped(
    runs.flatMap(({ analysis }) => [
      ...new Set(analysis.verdicts.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind))),
    ]),
    (kind) => kind,
  );
  for (const kind of [...kinds.keys()].sort()) {
    words.push(`${kind} in ${kinds.get(kind)?.length} of ${runs.length}`);
  }
  return words.length === 0 ? 'no anomaly' : words.join('; ');
}

function figuresOf(runs: readonly ScenarioRun[], checker: string, figure: string): number[] {
  return runs.flatMap(({ analysis }) => {
    const verdict = analysis.verdicts.find((one) => one.checker === checker);
    const value = verdict === undefined ? null : figureAt(verdict.details, figure);
    return value === null ? [] : [value];
  });
}

function expected(runs: readonly ScenarioRun[]): ScenarioRun[] {
  return runs.filter(isExpected);
}

function isExpected({ analysis }: ScenarioRun): boolean {
  return analysis.judgement?.result === 'as-expected';
}

function range(figures: readonly number[], inWords = count): string {
  const [low, high] = [Math.min(...figures), Math.max(...figures)];
  return low === high ? inWords(low) : `${inWords(low)} to ${inWords(high)}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}
