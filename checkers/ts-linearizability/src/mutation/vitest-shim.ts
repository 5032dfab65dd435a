import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

// The part of vitest that the tests of this package use, without its start-up time.

type Body = (...row: never[]) => unknown;

/** One test; it may fail some tries, if the last one passes. */
export interface Test {
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
  skipIf:
    (skip: boolean) =>
    (_name: string, body: () => void): void =>
      skip ? undefined : body(),
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

/** The tests that were declared since the last time. */
export function takeTests(): Test[] {
  return tests.splice(0);
}
