import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** Folders or files, below the compiled package; none: all. */
  readonly paths: readonly string[];
  readonly sample: number;
  readonly seed: number;
  readonly workers: number;
  readonly minutes: number;
  readonly near: boolean;
}

export const USAGE = `npm run mutate -- [options] [folders or files, as search or search/pending.js]
  --sample <n>     only n mutants, drawn at random (default: all)
  --seed <n>       of the sample (default: 1)
  --workers <n>    processes at once (default: 2)
  --minutes <n>    stop after so long; the next run goes on (default: no limit)
  --near           only the tests in the folders of the mutants: a quick look`;

/** @throws Error that says what was expected and what came. */
export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
      minutes: { type: 'string' },
      near: { type: 'boolean', default: false },
    },
  });
  return {
    paths: positionals,
    sample: values.sample === undefined ? Infinity : positive('sample', values.sample),
    seed: positive('seed', values.seed),
    workers: positive('workers', values.workers),
    minutes: values.minutes === undefined ? Infinity : Number(values.minutes),
    near: values.near,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`expected --${name} to be an integer of one or more, got '${text}'\n${USAGE}`);
  }
  return value;
}
