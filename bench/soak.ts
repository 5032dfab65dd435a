import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { belongingsOf } from '../tests/support/leftovers.js';

/** What a long run may cost: growth from the first to the last third of its main phase. */
const BOUNDS = { grown_MB: 64, grownDescriptors: 20, report_MB: 2 };
const EVERY_MS = 1000;
const SHOWN_EVERY_S = 30;

/** The controller at a moment of its main phase. */
interface Sample {
  readonly at_s: number;
  readonly rss_MB: number;
  readonly descriptors: number;
}

const CAMPAIGNS: readonly (readonly string[])[] = [
  [...words('--nemesis everything --at-once 3 --jitter 0.5 --time-limit 600 --nodes 5')],
  [...words('--rate 0 --concurrency 100 --time-limit 300')],
];

function words(text: string): string[] {
  return text.split(' ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function sampleOf(pid: number, at_s: number): Promise<Sample | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const rss_kB = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
    const descriptors = (await readdir(`/proc/${pid}/fd`)).length;
    return { at_s, rss_MB: rss_kB / 1024, descriptors };
  } catch {
    // It has ended.
    return null;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Whether a figure is the same in the last third of the samples as in the first, within a bound. */
function isFlat(
  name: string,
  samples: readonly Sample[],
  of: (one: Sample) => number,
  most: number,
): boolean {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const [first, last] = [samples.slice(0, third), samples.slice(-third)].map((part) =>
    median(part.map(of)),
  );
  const grown = (last ?? Number.NaN) - (first ?? Number.NaN);
  const met = grown <= most;
  say(
    `  ${name}: ${first?.toFixed(0)} in the first third, ${last?.toFixed(0)} in the last (grown by at most ${most}: ${met ? 'met' : 'MISSED'})`,
  );
  return met;
}

/** Plays one campaign, and looks at its controller once a second while clients are at work. */
async function soak(options: readonly string[]): Promise<boolean> {
  const main = fileURLToPath(new URL('../harness/cli/main.js', import.meta.url));
  say(`faultline run ${options.join(' ')}`);
  const child = spawn(process.execPath, [main, 'run', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('faultline could not be started');
  const seen = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (seen.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (seen.stderr += String(chunk)));
  const closed = once(child, 'close');
  const samples: Sample[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    await sleep(EVERY_MS);
    const atWork = seen.stderr.includes('- clients at work') && !seen.stderr.includes('- healing');
    const sample = atWork ? await sampleOf(pid, samples.length) : null;
    if (sample === null) continue;
    samples.push(sample);
    if (sample.at_s % SHOWN_EVERY_S === 0) {
      const { at_s, rss_MB, descriptors } = sample;
      say(`  ${at_s} s: ${rss_MB.toFixed(0)} MB, ${descriptors} descriptors`);
    }
  }
  await closed;
  const summary = JSON.parse(seen.stdout) as { outcome: string; sentence: string; folder: string };
  const report_MB = (await stat(join(summary.folder, 'report.html'))).size / 1e6;
  const left = belongingsOf(pid);
  say(`  ${summary.outcome}: ${summary.sentence}`);
  const flat = [
    isFlat('memory, MB', samples, ({ rss_MB }) => rss_MB, BOUNDS.grown_MB),
    isFlat('descriptors', samples, ({ descriptors }) => descriptors, BOUNDS.grownDescriptors),
  ];
  const small = report_MB <= BOUNDS.report_MB;
  say(
    `  report: ${report_MB.toFixed(2)} MB (at most ${BOUNDS.report_MB}: ${small ? 'met' : 'MISSED'})`,
  );
  say(`  left behind: ${left.length === 0 ? 'nothing' : left.join(', ')}`);
  return flat.every(Boolean) && small && left.length === 0;
}

let met = true;
for (const options of CAMPAIGNS) met = (await soak(options)) && met;
process.exitCode = met ? 0 : 1;
