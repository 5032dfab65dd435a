import { boundInWords, valueInWords } from '../core/bound.js';
import type { ScenarioRecord } from '../core/results.js';
import {
  ACKNOWLEDGED,
  figureInWords,
  LOST,
  type Range,
  type Tally,
  type VersionTally,
} from '../core/tally.js';
import { count } from '../core/words.js';
import { escaped } from './markdown-text.js';
import { proportionInterval } from './proportion-interval.js';

/** The head of the cells of {@link tallyCells}. */
export const TALLY_HEAD = ['as expected', 'interval', 'what was seen', 'duration'] as const;

/** What runs of one scenario came to: how many as expected, the interval of that share, what was seen, how long they took. */
export function tallyCells(scenario: ScenarioRecord, tally: Tally): string[] {
  return [
    shareInWords(tally),
    intervalInWords(tally.asExpected, tally.runs),
    seen(scenario, tally),
    tally.duration_s === undefined ? 'unknown' : `${range(tally.duration_s)} s`,
  ];
}

/** `4 of 5 (1 proved nothing)`. */
export function shareInWords({ asExpected, runs, provedNothing }: Tally): string {
  const share = `${asExpected} of ${runs}`;
  return provedNothing === 0 ? share : `${share} (${provedNothing} proved nothing)`;
}

/** `57 to 100 %`. */
export function intervalInWords(successes: number, trials: number): string {
  const [low, high] = proportionInterval(successes, trials);
  return `${percent(low)} to ${percent(high)} %`;
}

/** What the runs came to that did not come out as expected, a line for each; nothing where all did. */
export function othersInWords(tallies: readonly VersionTally[]): string[] {
  const lines = tallies
    .flatMap((tally) => tally.others.map((other) => ({ ...other, version: versionOf(tally) })))
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
    .map(
      ({ startedAt, version, sentence }) =>
        `- ${escaped(`${startedAt}, on ${version}: ${sentence}`)}`,
    );
  return lines.length === 0 ? [] : ['', 'Not as expected:', '', ...lines];
}

/** What the nodes of runs said of their version: `7.0.15`. */
export function versionOf({ versions }: Pick<VersionTally, 'versions'>): string {
  const told = [...new Set(Object.values(versions))].join(', ');
  return told === '' ? 'a version that was not told' : told;
}

/** What the runs that came out as expected have in common: figures with their ranges, kinds of anomalies. */
function seen(
  { bound, conditions }: ScenarioRecord,
  { asExpected, figures, anomalies }: Tally,
): string {
  if (asExpected === 0) return '';
  const words: string[] = [];
  const told = new Set<string>();
  if (bound !== undefined) {
    const figure = figures[figureInWords(bound)];
    told.add(figureInWords(bound));
    const inWords = (value: number): string => valueInWords(bound, value);
    if (figure !== undefined) words.push(`${range(figure, inWords)}, where ${boundInWords(bound)}`);
  }
  const [lost, acknowledged] = [figures[figureInWords(LOST)], figures[figureInWords(ACKNOWLEDGED)]];
  if (lost !== undefined && acknowledged !== undefined && lost[1] > 0) {
    words.push(`${range(lost)} of ${range(acknowledged)} acknowledged writes lost`);
  }
  for (const condition of conditions) {
    if (!('figure' in condition)) continue;
    const name = figureInWords(condition.figure);
    const figure = figures[name];
    if (told.has(name) || figure === undefined) continue;
    told.add(name);
    words.push(`${name} ${range(figure, (value) => valueInWords(condition.figure, value))}`);
  }
  for (const [kind, found] of Object.entries(anomalies).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (found.asExpected > 0) words.push(`${kind} in ${found.asExpected} of ${asExpected}`);
  }
  return words.length === 0 ? 'no anomaly' : words.join('; ');
}

function range([low, high]: Range, inWords = count): string {
  return low === high ? inWords(low) : `${inWords(low)} to ${inWords(high)}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}
