/// <reference types="node" />
import process from 'node:process';
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

// The part of vitest that the tests of this package use, without its start-up time.

type Body = (...row: never[]) => unknown;

interface Test {
  readonly name: string;
  readonly run: () => unknown;
  readonly tries: number;
}

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = chai.expect;

const tests: Test[] = [];

export const describe = Object.assign((_name: string, body: () => void) => body(), {
  each:
    (rows: readonly unknown[]) =>
    (_name: string, body: Body): void =>
      rows.forEach((row) => body(...argumentsOf(row))),
});

export const it = Object.assign(add, {
  each:
    (rows: readonly unknown[]) =>
    (name: string, body: Body): void =>
      rows.forEach((row) => add(name, () => body(...argumentsOf(row)))),
  skipIf: (skip: boolean) => (skip ? () => {} : add),
});

function argumentsOf(row: unknown): never[] {
  return (Array.isArray(row) ? row : [row]) as never[];
}

function add(name: string, first: unknown, second?: unknown): void {
  const run = (typeof first === 'function' ? first : second) as () => unknown;
  const retry = typeof first === 'object' && first !== null && 'retry' in first ? first.retry : 0;
  tests.push({ name, run, tries: 1 + Number(retry) });
}

/** Runs all tests in turn; ends the process with 1 at the first that fails. */
export async function runTests(): Promise<void> {
  for (const { name, run, tries } of tests) {
    for (let attempt = 1; ; attempt++) {
      try {
        await run();
        break;
      } catch (error) {
        if (attempt === tries) {
          process.stdout.write(`${name}: ${String(error).slice(0, 300)}\n`);
          process.exit(1);
        }
      }
    }
  }
  process.exit(0);
}
