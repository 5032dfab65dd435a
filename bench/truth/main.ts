import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';
import { Piscina } from 'piscina';
import { format, resolveConfig } from 'prettier';

import { bugs } from '../../systems/memory/bugs/index.js';
import { workloads } from '../../workloads/index.js';
import { FinishedTrials } from './finished-trials.js';
import { cleanRowsOf, escaped, pageOf, rowsOf, type Tried } from './matrix.js';
import type { Outcome, Trial } from './trial.js';
import { trialsOf, type Sizes } from './trials.js';

const PAGE = fileURLToPath(new URL('../../../docs/truth.md', import.meta.url));

const options = new Command('truth')
  .description('measures which checker finds which planted bug, and false alarms')
  .option('--seeds <n>', 'runs of each bug with the first workload that meets it', Number, 100)
  .option('--other-seeds <n>', 'runs of each bug with each other workload', Number, 10)
  .option('--clean <n>', 'runs of each workload without a bug', Number, 1000)
  .option('--operations <n>', 'ops of a run with a bug', Number, 10_000)
  .option('--clean-operations <n>', 'ops of a run without a bug', Number, 1_000)
  .option('--rate <share>', 'how often a bug strikes', Number, 0.01)
  .option('--bug <name>', 'this bug only, and no runs without a bug')
  .option('--workload <name>', 'this workload only')
  .option('--jobs <n>', 'so many runs at a time; 0: none, only what the results hold', Number, 1)
  .option(
    '--results <file>',
    'keeps what came of each run, and makes no run again that it holds; to be deleted when the code has changed',
  )
  .option('--write', `write the page docs/truth.md`)
  .parse()
  .opts<
    Sizes & {
      readonly bug?: string;
      readonly workload?: string;
      readonly jobs: number;
      readonly results?: string;
      readonly write?: true;
    }
  >();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const chosenBugs = bugs.filter(({ name }) => options.bug === undefined || options.bug === name);
const chosenWorkloads = workloads
  .map(({ name }) => name)
  .filter((name) => options.workload === undefined || options.workload === name);
const planned = trialsOf(chosenBugs, chosenWorkloads, {
  ...options,
  clean: options.bug === undefined ? options.clean : 0,
});

const finished = new FinishedTrials(options.results);
const pool = new Piscina<Trial, Outcome>({
  filename: fileURLToPath(new URL('trial.js', import.meta.url)),
  name: 'tried',
  minThreads: 0,
  maxThreads: Math.max(1, options.jobs),
  resourceLimits: { maxYoungGenerationSizeMb: 64 },
});
const missing = planned.filter((trial) => finished.outcomeOf(trial) === undefined);
say(`${planned.length} runs, of which ${planned.length - missing.length} are there already`);
const began = Date.now();
let done = 0;

function tell(): void {
  const seconds = Math.round((Date.now() - began) / 1000);
  const line = `${done} of ${missing.length} runs after ${seconds} s`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${done === missing.length ? '\n' : ''}`);
  else if (done % 500 === 0) process.stderr.write(`${line}\n`);
}

// The pool does not keep the order of tasks that wait in it.
const queue = missing.values();
async function work(): Promise<void> {
  for (const trial of queue) {
    const outcome = await pool.run(trial);
    finished.add({ trial, outcome });
    done += 1;
    tell();
    if (trial.bug === null && Object.keys(outcome.caught).length > 0) {
      say(`false alarm: ${JSON.stringify(trial)} ${JSON.stringify(outcome)}`);
    }
  }
}
await Promise.all(Array.from({ length: options.jobs }, work));
await pool.destroy();

const tried = planned.flatMap((trial): Tried[] => {
  const outcome = finished.outcomeOf(trial);
  return outcome === undefined ? [] : [{ trial, outcome }];
});
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
if (escapees.length > 0) say(`not caught in every run by its workload: ${escapees.join(', ')}`);
if (options.write === true) {
  const page = pageOf(rows, clean, bugs, workloads, options);
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}
const alarms = clean.some(({ falseAlarms }) => falseAlarms > 0);
process.exitCode = escapees.length > 0 || alarms ? 1 : 0;
