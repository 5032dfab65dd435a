import { join } from 'node:path';

/** The files of a run's folder. */
export const FILES = {
  /** The resolved test and the scenario it was made for. */
  test: 'test.json',
  /** Every event, a line each; gzip, compressed as it is written. */
  history: 'history.jsonl.gz',
  /** The same as plain lines: what older versions wrote, and what `gunzip` leaves. */
  plainHistory: 'history.jsonl',
  /** Who held which role, a line for each change. */
  roles: 'roles.jsonl',
  /** Wall clocks of the nodes, a line for each look; of runs that set clocks. */
  clocks: 'clocks.jsonl',
  /** What the nodes said of their replication, a line for each change; of stores that tell it. */
  witness: 'witness.jsonl',
  /** What programs of the store published, a line for each event; of stores that do. */
  events: 'events.jsonl',
  /** How the run itself went. */
  run: 'run.json',
  /** What was decided from the record. */
  results: 'results.json',
  report: 'report.html',
  /** One folder per node with its logs. */
  nodes: 'nodes',
  harnessLog: 'harness.log',
} as const;

/** Where results go when nothing else is asked for: `results` in the current folder. */
export function defaultResultsFolder(): string {
  return join(process.cwd(), 'results');
}
