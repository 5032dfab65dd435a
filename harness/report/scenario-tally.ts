import { boundInWords, figureAt, valueInWords } from '../core/bound.js';
import { grouped } from '../core/grouped.js';
import type { RunRecord, ScenarioRun } from '../core/results.js';
import { count } from '../core/words.js';
import { escaped } from './markdown-text.js';
import { proportionInterval } from './proportion-interval.js';
import { duration_s } from './run-result.js';

/** The head of the cells of {@link tallyCells}. */
export const TALLY_HEAD = ['as expected', 'interval', 'what was seen', 'duration'] as const;

/** What runs of one scenario came to: how many as expected, the interval of that share, what was seen, how long they took. */
export function tallyCells(runs: readonly ScenarioRun[]): string[] {
  const took_s = runs.map((one) => Math.round(duration_s(one)));
  return [
    shareInWords(runs),
    intervalInWords(expectedOf(runs).length, runs.length),
    seen(runs),
    `${range(took_s)} s`,
  ];
}

/** `4 of 5 (1 proved nothing)`. */
export function shareInWords(runs: readonly ScenarioRun[]): string {
  const nothing = runs.filter(({ analysis }) => analysis.judgement?.result === 'proved-nothing');
  const share = `${expectedOf(runs).length} of ${runs.length}`;
  return nothing.length === 0 ? share : `${share} (${nothing.length} proved nothing)`;
}

/** `57 to 100 %`. */
export function intervalInWords(successes: number, trials: number): string {
  const [low, high] = proportionInterval(successes, trials);
  return `${percent(low)} to ${percent(high)} %`;
}

/** The runs that came out as expected. */
function expectedOf(runs: readonly ScenarioRun[]): ScenarioRun[] {
  return runs.filter(isExpected);
}

/** Whether a run came out as expected. */
export function isExpected({ analysis }: ScenarioRun): boolean {
  return analysis.judgement?.result === 'as-expected';
}

/** What the runs came to that did not come out as expected, a line for each; nothing where all did. */
export function othersInWords(runs: readonly ScenarioRun[]): string[] {
  const lines = runs
    .filter((one) => !isExpected(one))
    .map(({ run, analysis }) => {
      const sentence = analysis.judgement?.sentence ?? analysis.sentence;
      return `- ${escaped(`${run.startedAt}, on ${versionOf(run)}: ${sentence}`)}`;
    });
  return lines.length === 0 ? [] : ['', 'Not as expected:', '', ...lines];
}

/** What the nodes of a run said of their version: `7.0.15`. */
export function versionOf({ versions }: Pick<RunRecord, 'versions'>): string {
  const told = [...new Set(Object.values(versions))].join(', ');
  return told === '' ? 'a version that was not told' : told;
}

/** The kinds of anomalies that were found in a run. */
export function kindsIn({ analysis }: ScenarioRun): ReadonlySet<string> {
  return new Set(analysis.verdicts.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind)));
}

/** What the runs that came out as expected have in common: figures with their ranges, kinds of anomalies. */
function seen(all: readonly ScenarioRun[]): string {
  const runs = expectedOf(all);
  const newest = runs.at(-1);
  if (newest === undefined) return '';
  const { bound } = newest.scenario;
  const words: string[] = [];
  if (bound !== undefined) {
    const figures = figuresOf(runs, bound.checker, bound.figure);
    const inWords = (value: number): string => valueInWords(bound, value);
    if (figures.length > 0) words.push(`${range(figures, inWords)}, where ${boundInWords(bound)}`);
  }
  const lost = figuresOf(runs, 'lost-writes', 'counts.lost');
  const acknowledged = figuresOf(runs, 'lost-writes', 'counts.acknowledged');
  if (Math.max(0, ...lost) > 0) {
    words.push(`${range(lost)} of ${range(acknowledged)} acknowledged writes lost`);
  }
  const told = new Set(bound === undefined ? [] : [`${bound.figure} of ${bound.checker}`]);
  for (const condition of newest.scenario.conditions) {
    if (!('figure' in condition)) continue;
    const { checker, figure } = condition.figure;
    const name = `${figure} of ${checker}`;
    if (told.has(name)) continue;
    told.add(name);
    const inWords = (value: number): string => valueInWords(condition.figure, value);
    const figures = figuresOf(runs, checker, figure);
    if (figures.length > 0) words.push(`${name} ${range(figures, inWords)}`);
  }
  const kinds = grouped(
    runs.flatMap((run) => [...kindsIn(run)]),
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

function range(figures: readonly number[], inWords = count): string {
  const [low, high] = [Math.min(...figures), Math.max(...figures)];
  return low === high ? inWords(low) : `${inWords(low)} to ${inWords(high)}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}
