import type { RunRecord } from './results.js';

/** From the start to the end of the last phase of a run, in seconds. */
export function duration_s({ run }: { readonly run: Pick<RunRecord, 'phases'> }): number {
  return (run.phases.at(-1)?.end ?? 0) / 1e9;
}
