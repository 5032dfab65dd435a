import { grouped } from '../../checkers/grouped.js';
import type { Bug } from '../../systems/memory/bugs/index.js';
import type { Workload } from '../../harness/core/workload.js';
import type { Outcome, Trial } from './trial.js';

/** A trial and what came of it. */
export interface Tried {
  readonly trial: Trial;
  readonly outcome: Outcome;
}

/** How often a workload caught a bug. */
export interface Row {
  readonly bug: string;
  readonly workload: string;
  readonly runs: number;
  readonly caught: number;
  /** The checkers that said invalid, and in how many runs. */
  readonly checkers: Readonly<Record<string, number>>;
  /** How many ops it took, in the middle one of the runs that caught it; `null` where none did. */
  readonly medianOps: number | null;
}

/** What was said of a store without bugs. */
export interface CleanRow {
  readonly workload: string;
  readonly runs: number;
  readonly falseAlarms: number;
  readonly unknown: number;
}

/** The rows of the matrix, by bug and workload. */
export function rowsOf(tried: readonly Tried[]): readonly Row[] {
  const groups = grouped(
    tried.filter(({ trial }) => trial.bug !== null),
    ({ trial }) => JSON.stringify([trial.bug, trial.workload]),
  );
  return [...groups].map(([name, runs]): Row => {
    const [bug, workload] = JSON.parse(name) as [string, string];
    const firsts = runs
      .map(({ outcome }) => Math.min(...Object.values(outcome.caught)))
      .filter(Number.isFinite)
      .toSorted((a, b) => a - b);
    const checkers: Record<string, number> = {};
    for (const checker of runs.flatMap(({ outcome }) => Object.keys(outcome.caught))) {
      checkers[checker] = (checkers[checker] ?? 0) + 1;
    }
    const medianOps = firsts[Math.floor(firsts.length / 2)] ?? null;
    return { bug, workload, runs: runs.length, caught: firsts.length, checkers, medianOps };
  });
}

/** What was said of clean runs, by workload. */
export function cleanRowsOf(tried: readonly Tried[]): readonly CleanRow[] {
  const groups = grouped(
    tried.filter(({ trial }) => trial.bug === null),
    ({ trial }) => trial.workload,
  );
  return [...groups].map(([workload, runs]) => ({
    workload,
    runs: runs.length,
    falseAlarms: runs.filter(({ outcome }) => Object.keys(outcome.caught).length > 0).length,
    unknown: runs.filter(({ outcome }) => Object.keys(outcome.unknown).length > 0).length,
  }));
}

/** Bugs that no workload caught in every run. */
export function escaped(rows: readonly Row[], bugs: readonly Bug[]): readonly string[] {
  return bugs
    .map(({ name }) => name)
    .filter((name) => rows.some(({ bug }) => bug === name))
    .filter((name) => !rows.some(({ bug, runs, caught }) => bug === name && caught === runs));
}

/** The page of the documentation that shows the matrix. */
export function pageOf(
  rows: readonly Row[],
  clean: readonly CleanRow[],
  bugs: readonly Bug[],
  workloads: readonly Workload[],
  { operations, rate }: Pick<Trial, 'operations' | 'rate'>,
): string {
  const summaryOf = new Map(bugs.map(({ name, summary }) => [name, summary]));
  const escapees = escaped(rows, bugs);
  const caughtBugs = new Set(rows.map(({ bug }) => bug)).size - escapees.length;
  const alarms = clean.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0);
  const cleanRuns = clean.reduce((sum, { runs }) => sum + runs, 0);
  return `# Which checker finds which bug

This page is written by \`npm run truth -- --write\`. The store in memory can be given a bug by name
(\`--system-option bug=stale-read\`). Each workload runs on it with every bug that it can meet, and without any, on a
virtual clock. While it runs there are failovers, partitions, and messages that get lost; so some ops have no
answer, and their processes are replaced by others.

A run has ${operations.toLocaleString('en-US')} ops, and a bug strikes at ${rate * 100} % of the chances that it has.
The last column says after how many ops the first anomaly was complete, in the middle one of the runs.

Of ${new Set(rows.map(({ bug }) => bug)).size} bugs, ${caughtBugs} are caught in every run by at least one workload with its default options${
    escapees.length === 0 ? '' : `; not so ${escapees.join(', ')}`
  }. In ${cleanRuns.toLocaleString('en-US')} runs without a bug there were ${alarms} false alarms.

## Bugs

| bug | what goes wrong | workload | caught | by | ops |
| --- | --- | --- | --- | --- | --- |
${rows
  .map(({ bug, workload, runs, caught, checkers, medianOps }) => {
    const by = Object.entries(checkers).map(([checker, count]) =>
      count === caught ? checker : `${checker} (${count})`,
    );
    const ops = medianOps === null ? '' : medianOps.toLocaleString('en-US');
    return `| ${bug} | ${summaryOf.get(bug) ?? ''} | ${workload} | ${caught} of ${runs} | ${by.join(', ')} | ${ops} |`;
  })
  .join('\n')}

## Without a bug

| workload | checkers | runs | false alarms | unknown |
| --- | --- | --- | --- | --- |
${clean
  .map(({ workload, runs, falseAlarms, unknown }) => {
    const checkers = workloads.find(({ name }) => name === workload)?.checkers ?? [];
    const judging = checkers.filter((name) => name !== 'stats' && name !== 'faults-proven');
    return `| ${workload} | ${judging.join(', ')} | ${runs} | ${falseAlarms} | ${unknown} |`;
  })
  .join('\n')}
`;
}
