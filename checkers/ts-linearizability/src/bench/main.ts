/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CASES } from './cases.js';
import type { Measurement } from './case-child.js';
import { plotCurves } from './plot.js';
import type { Ratio } from './ratios.js';
import { caseTable, isFastEnough, isMet, ratioTable, type Line } from './report.js';
import { CURVES, type Curve } from './scaling.js';

const USAGE = `The benchmark of ts-linearizability.

  node dist/bench/main.js                 all that follows, as tables
  node dist/bench/main.js cases [part]    only the cases (whose names contain that part)
  node dist/bench/main.js ratios          only the ratios to the textbook's algorithm
  node dist/bench/main.js curves          only the curves
  --write                                 puts what was measured in BENCHMARKS.md, benchmarks.svg
  --etcd <folder>                         where Porcupine's etcd logs are

Every case runs in a process of its own. Exits with 1 if a bound is missed.
`;

const HEAP = '--max-old-space-size=12000';
const ETCD_LOGS = new URL('../../../../../shared/oracles/porcupine-etcd', import.meta.url);

function child(script: string, ...args: readonly string[]): unknown {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const output = execFileSync(process.execPath, ['--expose-gc', HEAP, path, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function runCases(part: string): Line[] {
  return CASES.flatMap((subject, index): Line[] => {
    if (!subject.name.includes(part)) {
      return [];
    }
    process.stderr.write(`${subject.name}...\n`);
    const measured = child('case-child.js', String(index)) as Measurement;
    return [{ subject, measured }];
  });
}

function runCurves(): Curve[] {
  return CURVES.map((name) => {
    process.stderr.write(`${name} from 10k to 1M...\n`);
    return child('curve-child.js', name) as Curve;
  });
}

const DOCUMENT = new URL('../../BENCHMARKS.md', import.meta.url);

/** Said before anything is measured: what is measured can't be written without its part. */
function checkParts(): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  for (const name of ['machine', 'cases', 'ratios']) {
    replacePart(document, name, '');
  }
}

/** Replaces what stands between the marks of a part of the document. */
function replacePart(document: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`BENCHMARKS.md has no part between "${start}" and "${end}"; put both back`);
  }
  return `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`;
}

function write(
  lines: readonly Line[],
  ratios: readonly Ratio[],
  curves: readonly Curve[],
  load: number,
): void {
  const machine = `Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown model'}, load average ${load.toFixed(1)} at the start.`;
  let document = readFileSync(DOCUMENT, 'utf8');
  if (lines.length > 0) {
    document = replacePart(document, 'machine', machine);
    document = replacePart(document, 'cases', caseTable(lines));
  }
  if (ratios.length > 0) {
    document = replacePart(document, 'ratios', ratioTable(ratios));
  }
  writeFileSync(DOCUMENT, document);
  if (curves.length > 0) {
    writeFileSync(new URL('../../benchmarks.svg', import.meta.url), plotCurves(curves));
  }
}

function main(): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(USAGE);
    return;
  }
  const etcdAt = args.indexOf('--etcd');
  const etcd = etcdAt < 0 ? fileURLToPath(ETCD_LOGS) : (args[etcdAt + 1] ?? '');
  const [only, part = ''] = args.filter(
    (arg, at) => !arg.startsWith('--') && (etcdAt < 0 || at !== etcdAt + 1),
  );
  if (args.includes('--write')) {
    checkParts();
  }
  const load = loadavg()[0] ?? 0;
  const wanted = (name: string): boolean => only === undefined || only === name;
  const lines = wanted('cases') ? runCases(part) : [];
  const ratios = wanted('ratios') ? (child('ratio-child.js', etcd) as Ratio[]) : [];
  const curves = wanted('curves') ? runCurves() : [];
  if (lines.length > 0) {
    say(`${caseTable(lines)}\n`);
  }
  if (ratios.length > 0) {
    say(`${ratioTable(ratios)}\n`);
    if (!ratios.some(({ target }) => target !== undefined)) {
      say(`Porcupine's etcd logs are not in ${etcd}; name their folder with --etcd.\n`);
    }
  }
  for (const { name, points } of curves) {
    say(
      `${name}: ${points.map(({ operations, ms }) => `${operations} in ${ms.toFixed(1)} ms`).join(', ')}`,
    );
  }
  if (args.includes('--write')) {
    write(lines, ratios, curves, load);
  }
  const isGood = lines.every(isMet) && ratios.every(isFastEnough);
  process.exitCode = isGood ? 0 : 1;
}

main();
