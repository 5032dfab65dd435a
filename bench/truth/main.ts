import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';
import { Piscina } from 'piscina';
import { format, resolveConfig } from 'prettier';

import { bugs } from '../../systems/memory/bugs/index.js';
import { workloads } from '../../workloads/index.js';
import { cleanRowsOf, escaped, pageOf, rowsOf, type Tried } from './matrix.js';
import type { Outcome, Trial } from './trial.js';

const PAGE = fileURLToPath(new URL('../../../docs/truth.md', import.meta.url));

const options = new Command('truth')
  .description('measures which checker finds which planted bug, and false alarms')
  .option('--seeds <n>', 'runs of each workload with each bug', Number, 100)
  .option('--clean <n>', 'runs of each workload without a bug', Number, 1000)
  .option('--operations <n>', 'ops of a run', Number, 10_000)
  .option('--rate <share>', 'how often a bug strikes', Number, 0.01)
  .option('--bug <name>', 'this bug only')
  .option('--workload <name>', 'this workload only')
  .option('--write', `write the page docs/truth.md`)
  .parse()
  .opts<{
    readonly seeds: number;
    readonly clean: number;
    readonly operations: number;
    readonly rate: number;
    readonly bug?: string;
    readonly workload?: string;
    readonly write?: true;
  }>();

/** Every trial that is to be made. */
function trials(): readonly Trial[] {
  const { operations, rate, seeds, clean } = options;
  const of = (workload: string, bug: string | null, runs: number): readonly Trial[] =>
    options.workload !== undefined && options.workload !== workload
      ? []
      : Array.from({ length: runs }, (_, seed) => ({ workload, bug, rate, seed, operations }));
  return [
    ...bugs
      .filter(({ name }) => options.bug === undefined || options.bug === name)
      .flatMap(({ name, workloads: meeting }) => meeting.flatMap((one) => of(one, name, seeds))),
    ...workloads.flatMap(({ name }) => of(name, null, options.bug === undefined ? clean : 0)),
  ];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const planned = trials();
const pool = new Piscina<Trial, Outcome>({
  filename: fileURLToPath(new URL('trial.js', import.meta.url)),
  name: 'tried',
  maxThreads: availableParallelism(),
});
const began = Date.now();
let done = 0;
const tried = await Promise.all(
  planned.map(async (trial): Promise<Tried> => {
    const outcome = await pool.run(trial);
    done += 1;
    const step = process.stdout.isTTY ? 10 : 500;
    if (done % step === 0)
      say(`${done} of ${planned.length} runs after ${Math.round((Date.now() - began) / 1000)} s`);
    if (trial.bug === null && Object.keys(outcome.caught).length > 0) {
      say(`false alarm: ${JSON.stringify(trial)} ${JSON.stringify(outcome)}`);
    }
    return { trial, outcome };
  }),
);
await pool.destroy();

const rows = rowsOf(tried);
const clean = cleanRowsOf(tried);
for (const { bug, workload, runs, caught, medianOps } of rows) {
  say(
    `${bug.padEnd(28)} ${workload.padEnd(12)} ${caught} of ${runs}, after ${medianOps ?? '-'} ops`,
  );
}
for (const { workload, runs, falseAlarms, unknown } of clean) {
  say(
    `no bug                       ${workload.padEnd(12)} ${falseAlarms} false alarms and ${unknown} unknown of ${runs}`,
  );
}
const escapees = escaped(rows, bugs);
if (escapees.length > 0) say(`not caught in every run by any workload: ${escapees.join(', ')}`);
if (options.write === true) {
  const page = pageOf(rows, clean, bugs, workloads, options);
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}
const alarms = clean.some(({ falseAlarms }) => falseAlarms > 0);
process.exitCode = escapees.length > 0 || alarms ? 1 : 0;
