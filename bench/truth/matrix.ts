import { grouped } from '../../harness/core/grouped.js';
import type { Bug } from '../../systems/memory/bugs/index.js';
import type { Workload } from '../../harness/core/workload.js';
import { FIRST_OPERATIONS, type Outcome, type Trial } from './trial.js';
import type { Sizes } from './trials.js';

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
  /** How many it took in the one that took the most. */
  readonly mostOps: number | null;
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
    const mostOps = firsts.at(-1) ?? null;
    return {
      bug,
      workload,
      runs: runs.length,
      caught: firsts.length,
      checkers,
      medianOps,
      mostOps,
    };
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

/** Bugs that were not caught in every run by a workload that had as many runs with them as any other. */
export function escaped(rows: readonly Row[], bugs: readonly Bug[]): readonly string[] {
  return bugs.flatMap(({ name }) => {
    const own = rows.filter(({ bug }) => bug === name);
    const most = Math.max(...own.map(({ runs }) => runs));
    const isCaught = own.some(({ runs, caught }) => runs === most && caught === runs);
    return own.length === 0 || isCaught ? [] : [name];
  });
}

function written(count: number | null): string {
  return count === null ? '' : count.toLocaleString('en-US');
}

/** The page of the documentation that shows the matrix. */
export function pageOf(
  rows: readonly Row[],
  clean: readonly CleanRow[],
  bugs: readonly Bug[],
  workloads: readonly Workload[],
  { operations, cleanOperations, rate }: Pick<Sizes, 'operations' | 'cleanOperations' | 'rate'>,
): string {
  const summaryOf = new Map(bugs.map(({ name, summary }) => [name, summary]));
  const escapees = escaped(rows, bugs);
  const byBug = grouped(rows, ({ bug }) => bug);
  const tried = byBug.size;
  const mostRuns = [...byBug.values()].map((own) => Math.max(...own.map(({ runs }) => runs)));
  const [from, to] = [Math.min(...mostRuns), Math.max(...mostRuns)];
  const alarms = clean.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0);
  const cleanRuns = clean.reduce((sum, { runs }) => sum + runs, 0);
  return `# Which checker finds which bug

This page is written by \`npm run truth -- --write\`. The store in memory can be given a bug by name
(\`--system-option bug=stale-read\`). Each workload runs on it with every bug that it can meet, and without any, on a
virtual clock. All runs have failovers, crashes of the primary, nodes that are stopped for a while, partitions, clocks
that jump by as much as the workload allows (\`clockError_ms\`), and messages that get lost; so some ops have no
answer, and their processes are replaced by others. A crash loses nothing that was acknowledged.

Of ${tried} bugs, ${tried - escapees.length} are caught in every run by a workload with its default options${
    escapees.length === 0 ? '' : `; not so ${escapees.join(', ')}`
  }: each bug ran with one workload for
${from === to ? '' : `${written(from)} to `}${written(to)} seeds, and with the others for fewer (the column _caught_ says for how many). In ${written(cleanRuns)} runs without a bug there were ${written(alarms)} false alarms.

## Bugs

A run has up to ${written(operations)} ops, and a bug strikes at ${rate * 100} % of the chances that it has. A bug is looked for in the first
${FIRST_OPERATIONS.filter((first) => first < operations)
  .map(written)
  .join(
    ' ops of a run, then in ',
  )} ops, and in all of them only where these do not show it. The last columns say after how
many ops the first anomaly was complete: in the middle one of the runs, and in the one that took the most.

| bug | what goes wrong | workload | caught | by | ops | most |
| --- | --- | --- | --- | --- | --- | --- |
${rows
  .map(({ bug, workload, runs, caught, checkers, medianOps, mostOps }) => {
    const by = Object.entries(checkers).map(([checker, count]) =>
      count === caught ? checker : `${checker} (${count})`,
    );
    return `| ${bug} | ${summaryOf.get(bug) ?? ''} | ${workload} | ${caught} of ${runs} | ${by.join(', ')} | ${written(medianOps)} | ${written(mostOps)} |`;
  })
  .join('\n')}

## Without a bug

A run has ${written(cleanOperations)} ops.

| workload | checkers | runs | false alarms | unknown |
| --- | --- | --- | --- | --- |
${clean
  .map(({ workload, runs, falseAlarms, unknown }) => {
    const checkers = workloads.find(({ name }) => name === workload)?.checkers ?? [];
    return `| ${workload} | ${checkers.join(', ')} | ${written(runs)} | ${falseAlarms} | ${unknown} |`;
  })
  .join('\n')}
`;
}
