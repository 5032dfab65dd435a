import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { alterHistory, type AlterableKind } from '../generate/alterations.test.support.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { Operation } from '../types.js';
import { modelOf, type AnyModel } from './compare.test.support.js';
import { randomHistory } from './random-history.test.support.js';
import { Random } from './random.test.support.js';
import { references, type Reference } from './reference.test.support.js';

type Op = Operation<unknown, unknown>;

/** Where histories of one kind come from; larger than what the definition could judge. */
interface Source {
  readonly name: string;
  /** The model that judges them. */
  readonly model: string;
  readonly history: (seed: number, i: number) => Op[];
  /** An operation to add. */
  readonly input: (random: Random) => unknown;
}

const HISTORIES = 60;

const ofReference = (type: Reference): Source => ({
  name: type.name,
  model: type.name,
  history: (seed, i) =>
    randomHistory(type, new Random(seed + i), {
      operations: 30,
      clients: 5,
      crashPercent: i % 3 === 0 ? 5 : 0,
      corruptPercent: i % 2 === 0 ? 3 : 0,
      unknownPercent: 5,
    }),
  input: type.input,
});

/** Histories with unique values, where the specialised checkers decide; some with a wrong answer. */
const ofUnique = (kind: AlterableKind, inputs: readonly unknown[]): Source => ({
  name: `${kind} with unique values`,
  model: kind,
  history(seed, i) {
    const history = generateHistory(kind, {
      operations: 30,
      clients: 2 + (i % 3),
      crashRate: i % 3 === 0 ? 0.1 : 0,
      readsOfAll: i % 4 === 0 ? 0.2 : 0,
      seed: seed + i,
    });
    return (i % 2 === 0 ? alterHistory(kind, history, 0)?.history : undefined) ?? history;
  },
  input: (random) => random.pick(inputs),
});

const sources: readonly Source[] = [
  ...references.map(ofReference),
  ofUnique('queue', [{ f: 'enqueue', value: 'new' }, { f: 'dequeue' }]),
  ofUnique('stack', [{ f: 'push', value: 'new' }, { f: 'pop' }]),
  ofUnique('priority-queue', [{ f: 'insert', value: 'new', priority: 3 }, { f: 'remove-min' }]),
  ofUnique('set', [
    { f: 'add', value: 'new' },
    { f: 'remove', value: 1 },
    { f: 'contains', value: 2 },
  ]),
];

const histories = (source: Source, seed: number): Op[][] =>
  Array.from({ length: HISTORIES }, (_, i) => source.history(seed, i));

const verdictOf = (type: Source, operations: readonly Op[]) =>
  checkOperations(modelOf.get(type.model) as AnyModel, operations, {
    explain: false,
    timeoutMs: 10_000,
  }).verdict;

/** Both histories of each pair get the same verdict. */
function expectSame(type: Source, change: (operations: Op[], random: Random) => Op[]): void {
  for (const [i, operations] of histories(type, 1000).entries()) {
    const changed = change(operations, new Random(i));
    expect(verdictOf(type, changed), `history ${i}`).toBe(verdictOf(type, operations));
  }
}

/** What is legal stays legal. */
function expectStillOk(type: Source, change: (operations: Op[], random: Random) => Op[]): void {
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

describe.each(sources)('verdicts on $name', (type) => {
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
    const model = modelOf.get(type.model) as AnyModel;
    expectStillOk(type, (operations, random) => {
      const readers = operations.filter(({ input, output }) => model.readOnly?.(input, output));
      const out = readers[random.below(Math.max(1, readers.length))];
      return operations.filter((operation) => operation !== out);
    });
  });
});

describe.each(sources.filter(({ name }) => name.endsWith('unique values')))(
  'verdicts on $name',
  (type) => {
    it('come from a specialised checker, and are those of the search', () => {
      const found: Record<string, number> = {};
      for (const [i, operations] of histories(type, 3000).entries()) {
        const model = modelOf.get(type.model) as AnyModel;
        const result = checkOperations(model, operations, { explain: false });
        const searched = checkOperations(model, operations, { explain: false, method: 'search' });
        expect(result.verdict, `history ${i}`).toBe(searched.verdict);
        const settled = result.verdict === 'illegal' ? result.illegal : result.partitions[0];
        const method = settled !== undefined && 'method' in settled ? settled.method : '';
        const name = `${result.verdict} by ${/^(stack|queue|priority|set)-/.test(method)}`;
        found[name] = (found[name] ?? 0) + 1;
      }
      expect(found['ok by true']).toBeGreaterThan(HISTORIES / 3);
      expect(found['illegal by true']).toBeGreaterThan(HISTORIES / 8);
    });
  },
);

describe.each(sources.filter(({ name }) => name.endsWith('register')))(
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
