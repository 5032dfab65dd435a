import * as fc from 'fast-check';
import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { History } from '../core/history.js';
import type { Json } from '../core/json.js';
import { NEMESIS, type Op, type OpError } from '../core/op.js';
import { formats } from '../histories/index.js';
import { historyIn, readHistory } from './history-reader.js';
import { importRun, readImport, type ImportRequest } from './import-run.js';
import { readRun, type StoredRun } from './run-reader.js';

let results = '';
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-import-'));
});
afterEach(() => rm(results, { recursive: true }));

async function imported(text: string, request: Partial<ImportRequest> = {}): Promise<StoredRun> {
  const file = join(results, 'a history.edn');
  await writeFile(file, text);
  const whole: ImportRequest = {
    file,
    model: { name: 'register', options: {} },
    checkers: ['linearizable'],
    faultlineVersion: '1.2.3',
    command: 'faultline check',
    ...request,
  };
  const { folder } = await importRun({ ...whole, results });
  const stored = await readRun(folder);
  expectTheSame(stored, await readImport(whole));
  return stored;
}

/** A history that is judged once needs no folder: it must be judged as one that has one. */
function expectTheSame(stored: StoredRun, { history, ...direct }: StoredRun): void {
  expect([...history]).toEqual([...stored.history]);
  expect(direct.plan).toEqual(stored.plan);
  const { id, startedAt } = stored.run;
  expect({ ...direct.run, id, startedAt }).toEqual(stored.run);
}

const event = (process: number | ':nemesis', type: string, f: string, rest = ''): string =>
  `{:process ${process}, :type :${type}, :f :${f}${rest}}\n`;

describe('an imported history', () => {
  it('is a run like any other, and keeps its lines', async () => {
    const run = await imported(
      `[${event(0, 'invoke', 'write', ', :value :a, :time 5, :node "n2"')}\n; a comment
        ${event(0, 'ok', 'write', ', :value :a, :time 8, :node "n1"')}]`,
    );
    expect([...run.history]).toEqual([
      {
        index: 0,
        process: 0,
        type: 'invoke',
        f: 'write',
        value: 'a',
        time: 5,
        node: 'n2',
        line: 1,
      },
      { index: 1, process: 0, type: 'ok', f: 'write', value: 'a', time: 8, node: 'n1', line: 4 },
    ]);
    expect(run.plan).toMatchObject({
      name: 'imported-a-history.edn',
      system: { name: 'imported' },
      model: { name: 'register', options: {} },
      checkers: ['linearizable'],
      nodes: ['n1', 'n2'],
      concurrency: 1,
      imported: { format: 'edn', file: join(results, 'a history.edn') },
    });
    expect(run.run).toMatchObject({ ended: 'completed', notes: [], faultlineVersion: '1.2.3' });
    expect(await readlink(join(results, 'latest'))).toBe(run.folder.slice(results.length + 1));
  });

  it('without times has its events a millisecond apart, and says so', async () => {
    const run = await imported(event(0, 'invoke', 'read') + event(0, 'ok', 'read'));
    expect([...run.history].map(({ time }) => time)).toEqual([0, 1_000_000]);
    expect(run.run.notes?.join()).toContain('the file has no times');
  });

  it('whose times go back keeps its order', async () => {
    const run = await imported(
      event(0, 'invoke', 'read', ', :time 7') +
        event(1, 'invoke', 'read', ', :time 3') +
        event(':nemesis', 'info', 'kill') +
        event(0, 'ok', 'read', ', :time 9'),
    );
    expect([...run.history].map(({ time }) => time)).toEqual([7, 7, 7, 9]);
    expect(run.run.notes?.join()).toMatch(/times of 1 event are before.*1 event without a time/);
    expect(run.plan.concurrency).toBe(2);
  });

  it('whose times are those of a clock begins at its first event, on that day', async () => {
    const run = await imported(
      event(0, 'invoke', 'read', ', :time 1700000000000000000') +
        event(0, 'ok', 'read', ', :time 1700000000000004096'),
    );
    expect([...run.history].map(({ time }) => time)).toEqual([0, 4096]);
    expect(run.run.startedAt).toBe('2023-11-14T22:13:20.000Z');
  });

  it('is understood as its format says where nothing else is asked for', async () => {
    const log = 'INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\n';
    expect((await imported(log)).plan.model?.options).toEqual({ failedCas: 'saw-other' });
    const model = { name: 'cas-register', options: { failedCas: 'did-not-happen' } };
    expect((await imported(log, { model })).plan.model).toEqual(model);
  });

  it('has long values of the nemesis cut where it is judged, and whole on disk', async () => {
    const long = 'x'.repeat(5_000);
    const run = await imported(event(':nemesis', 'info', 'kill', `, :value "${long}"`));
    expect(run.history.value(0)).toMatch(/^"x{199}…$/);
    const { history } = await readHistory(await historyIn(run.folder));
    expect(history.value(0)).toBe(long);
  });

  it('that can not be read leaves nothing, and the run before it stays the latest', async () => {
    const before = await imported(event(0, 'invoke', 'read'));
    await expect(imported(`${event(0, 'invoke', 'read')}{:type :ok`)).rejects.toThrow(
      /line 2, column 11 of .*a history\.edn/,
    );
    expect(await readlink(join(results, 'latest'))).toBe(before.folder.slice(results.length + 1));
    expect(await readdir(join(before.folder, '..'))).toHaveLength(2);
  });
});

/** What a history may hold, with the numbers that JSON lacks. */
const value: fc.Arbitrary<Json> = fc.oneof(
  fc
    .jsonValue({ maxDepth: 3 })
    .filter((json) => !JSON.stringify(json).includes('"__proto__"')) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(NaN, Infinity, -Infinity, 2n ** 70n, -(2n ** 53n), [[1, 2n ** 64n], NaN]),
  fc.array(fc.tuple(fc.constantFrom('r', 'append'), fc.nat(), fc.constant(null))),
);
const error: fc.Arbitrary<OpError> = fc.record(
  { code: fc.string(), message: fc.string(), saw: value },
  { requiredKeys: ['code'] },
);

/** A step of a history: one process invokes, or completes what it invoked. */
const step = fc.record(
  {
    process: fc.oneof(fc.nat(3), fc.constant(2 ** 53 - 1), fc.constant(NEMESIS)),
    type: fc.constantFrom('ok' as const, 'fail' as const, 'info' as const),
    f: fc.oneof(fc.constantFrom('read', 'txn', 'a b', 'final-read'), fc.string({ minLength: 1 })),
    value,
    after: fc.nat(2 ** 40),
    node: fc.string({ minLength: 1 }),
    error,
  },
  { requiredKeys: ['process', 'type', 'f', 'after'] },
);

/** Histories that can have happened. */
const history: fc.Arbitrary<History> = fc.array(step, { maxLength: 30 }).map((steps) => {
  const open = new Map<Op['process'], string>();
  let time = 0;
  return History.of(
    steps.map(({ process, type, f, after, error: why, ...rest }) => {
      time += after;
      const invoked = open.get(process);
      if (invoked === undefined) {
        open.set(process, f);
        return { ...rest, process, type: 'invoke', f, time };
      }
      open.delete(process);
      return {
        ...rest,
        process,
        type,
        f: invoked,
        time,
        ...(why === undefined ? {} : { error: why }),
      };
    }),
  );
});

describe('an export that is imported', () => {
  it.each(formats.flatMap(({ name, write }) => (write === undefined ? [] : [{ name, write }])))(
    'has lost nothing as $name',
    async ({ name, write }) => {
      let count = 0;
      await fc.assert(
        fc.asyncProperty(history, async (exported) => {
          count += 1;
          const folder = join(results, String(count));
          await mkdir(folder);
          const run = await imported([...write(exported)].join(''), {
            results: folder,
            ...(exported.length === 0 ? { format: formats.find((one) => one.name === name) } : {}),
          } as Partial<ImportRequest>);
          expect(run.plan.imported?.format).toBe(name);
          // As `export` reads it: for judging, long values of the nemesis are cut.
          const whole = await readHistory(await historyIn(run.folder));
          const plain = [...whole.history].map(({ line: _line, ...op }) => op);
          expect(plain).toEqual([...exported]);
        }),
        { numRuns: 30 },
      );
    },
    120_000,
  );
});
