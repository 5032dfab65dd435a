import { resultOf } from '../report/index.js';
import { removeRun, storedRuns, type StoredRunFolder } from '../store/stored-runs.js';

export const GIB = 1024 ** 3;

/** A run that was written to within this time may still go on. */
export const MAY_GO_ON_MS = 3_600_000;

/** What may stay of a results folder. */
export interface PruneBounds {
  /** All runs together. */
  readonly bytes?: number;
  /** Since a run was last written to. */
  readonly age_ms?: number;
}

/**
 * The runs that have to go, in the order in which they go. For the bound on age, whatever is
 * older; for the bound on bytes, runs that passed before runs that did not (an anomaly may be hard to
 * see again), and the oldest first. A run that may still go on stays.
 * @param runs the oldest first.
 * @param now_ms milliseconds since 1970.
 */
export function runsToPrune(
  runs: readonly StoredRunFolder[],
  { bytes = Number.POSITIVE_INFINITY, age_ms = Number.POSITIVE_INFINITY }: PruneBounds,
  now_ms: number,
): StoredRunFolder[] {
  const over = runs.filter(({ written_ms }) => now_ms - written_ms > MAY_GO_ON_MS);
  const old = over.filter(({ written_ms }) => now_ms - written_ms > age_ms);
  const young = over.filter((run) => !old.includes(run));
  const candidates = [...young.filter(passed), ...young.filter((run) => !passed(run))];
  let left = sum(runs) - sum(old);
  const surplus: StoredRunFolder[] = [];
  for (const run of candidates) {
    if (left <= bytes) break;
    surplus.push(run);
    left -= run.bytes;
  }
  return [...old, ...surplus];
}

function sum(runs: readonly StoredRunFolder[]): number {
  return runs.reduce((total, { bytes }) => total + bytes, 0);
}

function passed({ analysis }: StoredRunFolder): boolean {
  return analysis !== null && resultOf({ analysis }) === 'passed';
}

/** Bytes for people. */
export function sizeInWords(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** Holds a results folder to its bound, and tells each run that it removes. */
export async function boundResults(
  results: string,
  limit_bytes: number,
  tell: (line: string) => void,
): Promise<void> {
  const surplus = runsToPrune(await storedRuns(results), { bytes: limit_bytes }, Date.now());
  for (const { folder, bytes } of surplus) {
    await removeRun(folder);
    tell(
      `removed ${folder} (${sizeInWords(bytes)}): stored runs took up more than --results-limit`,
    );
  }
}
