import { figureAt, type Bound } from './bound.js';
import { grouped } from './grouped.js';
import type { ScenarioRecord, ScenarioRun } from './results.js';
import { duration_s } from './run-duration.js';
import type { Verdict } from './verdict.js';

/** The lowest and the highest. */
export type Range<T = number> = readonly [low: T, high: T];

/** What runs of a scenario came to. */
export interface Tally {
  readonly runs: number;
  readonly asExpected: number;
  readonly provedNothing: number;
  /** Absent where nobody knows it any more. */
  readonly duration_s?: Range;
  /** Of the runs as expected, by {@link figureInWords}. */
  readonly figures: Readonly<Record<string, Range>>;
  /** In how many runs a kind of anomaly was found: in all, and in those as expected. */
  readonly anomalies: Readonly<Record<string, Pick<Tally, 'runs' | 'asExpected'>>>;
  /** The runs that were not as expected, the oldest first. */
  readonly others: readonly OtherRun[];
  /** When the first and the last run started, in ISO 8601. Absent where nobody knows it any more. */
  readonly started?: Range<string>;
  /** The ids of the runs; of old ones nobody may know them any more. */
  readonly counted: readonly string[];
}

/** What runs of a scenario came to whose nodes told the same versions. */
export interface VersionTally extends Tally {
  /** Name and version of each program. */
  readonly versions: Readonly<Record<string, string>>;
}

/** A run that was not as expected. */
export interface OtherRun {
  /** ISO 8601. */
  readonly startedAt: string;
  /** What it came to. */
  readonly sentence: string;
}

/** A single run as a tally. */
export function tallyOf({ scenario, run, analysis }: ScenarioRun): VersionTally {
  const result = analysis.judgement?.result;
  const asExpected = result === 'as-expected' ? 1 : 0;
  const took_s = Math.round(duration_s({ run }));
  const kinds = analysis.verdicts.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
  const sentence = analysis.judgement?.sentence ?? analysis.sentence;
  return {
    versions: run.versions,
    runs: 1,
    asExpected,
    provedNothing: result === 'proved-nothing' ? 1 : 0,
    duration_s: [took_s, took_s],
    figures: asExpected === 1 ? figuresIn(analysis.verdicts, figuresToldOf(scenario)) : {},
    anomalies: Object.fromEntries(kinds.map((kind) => [kind, { runs: 1, asExpected }])),
    others: asExpected === 1 ? [] : [{ startedAt: run.startedAt, sentence }],
    started: [run.startedAt, run.startedAt],
    counted: [run.id],
  };
}

/** A figure of a checker. */
export type Figure = Pick<Bound, 'checker' | 'figure'>;

/** How many writes were lost, and how many there were: told of every scenario. */
export const LOST: Figure = { checker: 'lost-writes', figure: 'counts.lost' };
export const ACKNOWLEDGED: Figure = { checker: 'lost-writes', figure: 'counts.acknowledged' };

/** `counts.lost of lost-writes`. */
export function figureInWords({ checker, figure }: Figure): string {
  return `${figure} of ${checker}`;
}

function figuresToldOf({ bound, conditions }: ScenarioRecord): Figure[] {
  return [
    LOST,
    ACKNOWLEDGED,
    ...(bound === undefined ? [] : [bound]),
    ...conditions.flatMap((one) => ('figure' in one ? [one.figure] : [])),
  ];
}

function figuresIn(verdicts: readonly Verdict[], figures: readonly Figure[]): Tally['figures'] {
  const found = figures.flatMap((one): [string, Range][] => {
    const verdict = verdicts.find(({ checker }) => checker === one.checker);
    const value = verdict === undefined ? null : figureAt(verdict.details, one.figure);
    return value === null ? [] : [[figureInWords(one), [value, value]]];
  });
  return Object.fromEntries(found);
}

/** Tallies of a scenario as one; `null` of none. */
export function merged(tallies: readonly Tally[]): Tally | null {
  const [first, ...rest] = tallies;
  return first === undefined ? null : rest.reduce(mergedPair, first);
}

/** One tally for each set of versions that nodes told, in the order of these. */
export function mergedByVersions(tallies: readonly VersionTally[]): VersionTally[] {
  const groups = grouped(tallies, ({ versions }) =>
    Object.entries(versions).map(String).sort().join(';'),
  );
  const inOrder = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.flatMap(([, group]) => {
    const [first] = group;
    const tally = merged(group);
    return first === undefined || tally === null ? [] : [{ versions: first.versions, ...tally }];
  });
}

function mergedPair(a: Tally, b: Tally): Tally {
  const duration_s = rangeOfKnown(a.duration_s, b.duration_s);
  const started = rangeOfKnown(a.started, b.started);
  return {
    ...summed(a, b),
    provedNothing: a.provedNothing + b.provedNothing,
    ...(duration_s !== undefined && { duration_s }),
    figures: mergedFields(a.figures, b.figures, mergedRange),
    anomalies: mergedFields(a.anomalies, b.anomalies, summed),
    others: [...a.others, ...b.others].sort((one, two) =>
      one.startedAt.localeCompare(two.startedAt),
    ),
    ...(started !== undefined && { started }),
    counted: [...a.counted, ...b.counted].sort(),
  };
}

function summed<T extends Pick<Tally, 'runs' | 'asExpected'>>(a: T, b: T) {
  return { runs: a.runs + b.runs, asExpected: a.asExpected + b.asExpected };
}

function rangeOfKnown<T extends number | string>(
  a: Range<T> | undefined,
  b: Range<T> | undefined,
): Range<T> | undefined {
  return a === undefined || b === undefined ? (a ?? b) : mergedRange(a, b);
}

function mergedRange<T extends number | string>(a: Range<T>, b: Range<T>): Range<T> {
  return [a[0] < b[0] ? a[0] : b[0], a[1] > b[1] ? a[1] : b[1]];
}

/** The fields of both, and those that both have as one. */
function mergedFields<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  asOne: (a: T, b: T) => T,
): Record<string, T> {
  const fields: Record<string, T> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const had = Object.hasOwn(a, name) ? a[name] : undefined;
    fields[name] = had === undefined ? value : asOne(had, value);
  }
  return fields;
}
