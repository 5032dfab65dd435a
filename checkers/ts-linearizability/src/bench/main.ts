/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BenchmarkCase } from './benchmark-case.js';
import { CASES } from './cases.js';
import type { Measurement } from './measure.js';
import { isMet, rowOf, rowsIn, slowdown, tableOf, type Line } from './table.js';

const USAGE = `The benchmark of ts-linearizability.

  node dist/bench/main.js [part]   measures the cases (whose names contain that part)
  --write                          puts what was measured in BENCHMARKS.md; of some cases only, by its unit

Every case runs in a process of its own. The last line says what got slower than BENCHMARKS.md says,
by more than a third. Exits with 1 if something did, or if a bound is missed.
`;

const DOCUMENT = new URL('../../BENCHMARKS.md', import.meta.url);
const SLOWER = 4 / 3;
/** What seems slower is measured again, so often. */
const TRIES = 3;

/** Measures a case; or, without one, how fast the machine is now. */
function measured(subject?: BenchmarkCase): unknown {
  const path = fileURLToPath(new URL('measure.js', import.meta.url));
  const index = subject === undefined ? [] : [String(CASES.indexOf(subject))];
  const args = ['--expose-gc', '--max-old-space-size=12000', path, ...index];
  const stdio: ('ignore' | 'pipe' | 'inherit')[] = ['ignore', 'pipe', 'inherit'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio }));
}

/** The part of the document between two marks. */
function partOf(document: string, name: string): { from: number; to: number; text: string } {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const from = document.indexOf(start) + start.length;
  const to = document.indexOf(end);
  if (from < start.length || to < from) {
    throw new Error(`BENCHMARKS.md has no part between "${start}" and "${end}"; put both back`);
  }
  return { from, to, text: document.slice(from, to).trim() };
}

function replaced(document: string, name: string, text: string): string {
  const { from, to } = partOf(document, name);
  return `${document.slice(0, from)}\n\n${text}\n\n${document.slice(to)}`;
}

function main(): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const part = args.find((arg) => !arg.startsWith('--')) ?? '';
  const document = readFileSync(DOCUMENT, 'utf8');
  const committed = rowsIn(partOf(document, 'cases').text);
  const unitThen = Number(/a unit of (\d+) ms/.exec(partOf(document, 'machine').text)?.[1]);
  const load = loadavg()[0] ?? 0;
  const unit = measured() as number;
  // Without a unit of then there is nothing to compare with.
  const speed = unit / unitThen;
  const slower: string[] = [];
  const lines = CASES.filter(({ name }) => name.includes(part)).flatMap((subject): Line[] => {
    process.stderr.write(`${subject.name}...\n`);
    const before = committed.get(subject.name);
    let best = measured(subject) as Measurement;
    for (let tries = 1; tries < TRIES && slowdown(best, before, speed) > SLOWER; tries++) {
      const again = measured(subject) as Measurement;
      const warmMs = Math.min(best.warmMs, again.warmMs);
      best = { ...best, warmMs, provenMs: Math.min(best.provenMs, again.provenMs) };
    }
    const times = slowdown(best, before, speed);
    if (times > SLOWER) {
      slower.push(`${subject.name} (${times.toFixed(1)} times)`);
    }
    // Where files are missing, nothing was measured.
    return best.verdicts.length === 0 ? [] : [{ subject, measured: best }];
  });
  process.stdout.write(`${tableOf(lines.map((line) => rowOf(line, 1)))}\n\n`);
  if (args.includes('--write')) {
    const isWhole = part === '';
    const renewed = new Map(
      lines.map((line) => [line.subject.name, rowOf(line, isWhole ? 1 : 1 / speed)]),
    );
    const rows = CASES.map(({ name }) => renewed.get(name) ?? committed.get(name)).filter(
      (row) => row !== undefined,
    );
    const machine = `Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown model'}, load average ${load.toFixed(1)} at the start, a unit of ${unit.toFixed(0)} ms.`;
    const about = isWhole ? replaced(document, 'machine', machine) : document;
    writeFileSync(DOCUMENT, replaced(about, 'cases', tableOf(rows)));
  }
  const missed = lines.filter((line) => !isMet(line)).map(({ subject }) => subject.name);
  process.exitCode = slower.length > 0 || missed.length > 0 ? 1 : 0;
  if (missed.length > 0) {
    process.stdout.write(`bounds missed: ${missed.join('; ')}\n`);
  }
  process.stdout.write(
    slower.length === 0
      ? 'nothing got slower by more than a third\n'
      : `slower by more than a third: ${slower.join('; ')}\n`,
  );
}

main();
