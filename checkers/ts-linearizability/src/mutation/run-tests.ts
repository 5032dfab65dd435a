/// <reference types="node" />
import { writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Called, Coverage, Failure, Selection, TestRun, Work } from './protocol.js';
import { takeTests, type Test } from './vitest-shim.js';

/** The child process: runs the tests of its argument, and writes what came of them to a file. */
async function main(): Promise<void> {
  const work = JSON.parse(process.argv[2] ?? '') as Work;
  const result =
    work.kind === 'trial' ? await trial(work.selections, work.result) : await survey(work);
  writeFileSync(work.result, JSON.stringify(result));
  process.exit(0);
}

/** Runs the selected tests until one fails. */
async function trial(selections: readonly Selection[], path: string): Promise<Failure | 'passed'> {
  const watch = new Watch(path);
  for (const { file, tests, import_ms } of selections) {
    watch.expect({ file, name: 'import', how: 'hang' }, import_ms);
    try {
      await import(file);
    } catch (error) {
      return { file, name: 'import', how: 'failed', message: String(error) };
    }
    const all = takeTests();
    for (const { index, limit_ms } of tests) {
      const test = all[index];
      const name = test?.name ?? String(index);
      watch.expect({ file, name, how: 'hang' }, limit_ms);
      const error = test === undefined ? 'the test is gone' : await errorOf(test);
      if (error !== undefined) {
        return { file, name, how: 'failed', message: error };
      }
    }
  }
  return 'passed';
}

/** Runs all tests of a file; tells how long each took, and which functions it called. */
async function survey({ file, coverage }: Extract<Work, { kind: 'survey' }>): Promise<TestRun> {
  const calls = coverage ? new Calls() : undefined;
  let start = process.cpuUsage();
  const cpu_ms = (): number => {
    const { user, system } = process.cpuUsage(start);
    start = process.cpuUsage();
    return (user + system) / 1000;
  };
  await import(file);
  const imported = { cpu_ms: cpu_ms(), covered: calls?.take() ?? {} };
  const tests: Coverage[] = [];
  for (const test of takeTests()) {
    start = process.cpuUsage();
    const error = await errorOf(test);
    if (error !== undefined) {
      throw new Error(`${test.name} fails without any mutant: ${error}`);
    }
    tests.push({ name: test.name, cpu_ms: cpu_ms(), covered: calls?.take() ?? {} });
  }
  return { imported, tests };
}

async function errorOf({ run, tries }: Test): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await run();
      return undefined;
    } catch (error) {
      if (attempt === tries) {
        return String(error).slice(0, 300);
      }
    }
  }
}

/** Ends the process, with a word, when a test takes too much processor time. */
class Watch {
  private readonly worker: Worker;

  constructor(path: string) {
    this.worker = new Worker(new URL('watch.js', import.meta.url), { workerData: path });
    this.worker.unref();
  }

  expect(failure: Failure, limit_ms: number): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window's
    this.worker.postMessage({ failure, limit_ms });
  }
}

/** The functions of the package that were called, by the counters of V8. */
class Calls {
  private readonly session = new Session();

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  }

  /** What was called since the last time, and what lies in it. */
  take(): Coverage['covered'] {
    const covered: Record<string, Called[]> = {};
    this.session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error !== null) {
        throw error;
      }
      for (const { url, functions } of result) {
        if (url.startsWith('file:')) {
          covered[url] = functions.flatMap(({ ranges }) => ranges.map(calledOf));
        }
      }
    });
    return covered;
  }
}

function calledOf({ startOffset, endOffset, count }: Profiler.CoverageRange): Called {
  return [startOffset, endOffset, Math.sign(count)];
}

await main();
