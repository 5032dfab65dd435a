import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import type { Operation } from '../types.js';
import { modelOf, type AnyModel } from './compare.test.support.js';
import { randomHistory } from './random-history.test.support.js';
import { Random } from './random.test.support.js';
import { references, type Reference } from './reference.test.support.js';

type Op = Operation<unknown, unknown>;

const HISTORIES = 60;

/** Larger than what the definition could judge: only relations between verdicts are tested. */
function histories(type: Reference, seed: number): Op[][] {
  return Array.from({ length: HISTORIES }, (_, i) => {
    const random = new Random(seed + i);
    return randomHistory(type, random, {
      operations: 30,
      clients: 5,
      crashPercent: i % 3 === 0 ? 5 : 0,
      corruptPercent: i % 2 === 0 ? 3 : 0,
      unknownPercent: 5,
    });
  });
}

const verdictOf = (type: Reference, operations: readonly Op[]) =>
  checkOperations(modelOf.get(type.name) as AnyModel, operations, {
    explain: false,
    timeoutMs: 10_000,
  }).verdict;

/** Both histories of each pair get the same verdict. */
function expectSame(type: Reference, change: (operations: Op[], random: Random) => Op[]): void {
  for (const [i, operations] of histories(type, 1000).entries()) {
    const changed = change(operations, new Random(i));
    expect(verdictOf(type, changed), `history ${i}`).toBe(verdictOf(type, operations));
  }
}

/** What is legal stays legal. */
function expectStillOk(type: Reference, change: (operations: Op[], random: Random) => Op[]): void {
  let legal = 0;
  for (const [i, operations] of histories(type, 2000).entries()) {
    if (verdictOf(type, operations) === 'ok') {
      legal++;
      expect(verdictOf(type, change(operations, new Random(i))), `history ${i}`).toBe('ok');
    }
  }
  expect(legal).toBeGreaterThan(HISTORIES / 5);
}

/** A permutation of the numbers that histories hold as register values. */
const RELABELLED: Readonly<Record<string, number>> = { '0': 17, '1': -3, '2': 0 };

function relabel(part: unknown): unknown {
  if (typeof part === 'number') {
    return RELABELLED[part] ?? part;
  }
  if (Array.isArray(part)) {
    return part.map(relabel);
  }
  return typeof part === 'object' && part !== null
    ? Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, relabel(inner)]))
    : part;
}

describe.each(references)('verdicts on $name', (type) => {
  it('do not depend on when the clock starts, nor on its unit', () => {
    expectSame(type, (operations) =>
      operations.map((operation) => ({
        ...operation,
        call: operation.call * 0.125 - 1e9,
        return: operation.return * 0.125 - 1e9,
      })),
    );
  });

  it('do not depend on the order in which operations are listed', () => {
    expectSame(type, (operations, random) => {
      const left = [...operations];
      return operations.map(() => left.splice(random.below(left.length), 1)[0] as Op);
    });
  });

  it('stay ok when intervals are widened', () => {
    expectStillOk(type, (operations, random) =>
      operations.map((operation) => ({
        ...operation,
        call: operation.call - random.below(4),
        return: operation.return + random.below(4),
      })),
    );
  });

  it('stay ok when answers are forgotten', () => {
    expectStillOk(type, (operations, random) =>
      operations.map((operation) =>
        random.chance(30) ? { ...operation, output: undefined } : operation,
      ),
    );
  });

  it('stay ok when an operation loses its answer and its return', () => {
    expectStillOk(type, (operations, random) => {
      const lost = random.below(operations.length);
      return operations.map((operation, i) =>
        i === lost ? { ...operation, output: undefined, return: Infinity } : operation,
      );
    });
  });

  it('stay ok when an operation that nobody answered is added', () => {
    expectStillOk(type, (operations, random) => {
      const call = random.below(60);
      return [...operations, { input: type.input(random), call, return: Infinity }];
    });
  });

  it('stay ok when an operation that changes nothing is left out', () => {
    const model = modelOf.get(type.name) as AnyModel;
    expectStillOk(type, (operations, random) => {
      const readers = operations.filter(({ input, output }) => model.readOnly?.(input, output));
      const out = readers[random.below(Math.max(1, readers.length))];
      return operations.filter((operation) => operation !== out);
    });
  });
});

describe.each(references.filter(({ name }) => name.endsWith('register')))(
  'verdicts on $name',
  (type) => {
    it('do not depend on how values are called', () => {
      expectSame(type, (operations) =>
        operations.map((operation) => ({
          ...operation,
          input: relabel(operation.input),
          output: relabel(operation.output),
        })),
      );
    });
  },
);
