import { expect, it } from 'vitest';
import { clients, limit } from '../harness/core/generator/index.js';
import type { Json } from '../harness/core/json.js';
import { Random } from '../harness/core/random.js';
import { simulate } from '../tests/support/simulation.js';
import { watch } from './watch.js';

const context = {
  random: Random.fromSeed(3),
  concurrency: 1,
  nodeCount: 1,
  keys: [],
  options: { ...watch.defaults, keys: 1 },
  operations: new Set(['write', 'watch', 'final-watch']),
};

it('goes on to watch from the revision after the last event that it was told of', async () => {
  let revision = 10;
  const { history } = await simulate(clients(limit(20, watch.main(context))), {
    concurrency: 1,
    answer(op) {
      revision += 1;
      const told = op.f === 'watch' ? [[revision, 1]] : [revision, 1];
      return { type: 'ok', value: [0, told] };
    },
  });
  const froms: Json[] = [];
  const due: number[] = [];
  let next = 0;
  for (const { type, f, value } of history) {
    if (f !== 'watch') continue;
    const [, of] = value as [number, [number | [number, number], number]];
    if (type === 'invoke') {
      froms.push(of[0]);
      due.push(next);
    } else next = (of[0] as [number, number])[0] + 1;
  }
  expect(froms.length).toBeGreaterThan(2);
  expect(froms).toEqual(due);
});

it('writes no value twice', async () => {
  const main = watch.main({ ...context, concurrency: 4 });
  const { history } = await simulate(clients(limit(200, main)), { concurrency: 4 });
  const written = [...history].flatMap(({ type, f, value }) =>
    type === 'invoke' && f === 'write' ? [(value as [number, number])[1]] : [],
  );
  expect(written.length).toBeGreaterThan(50);
  expect(new Set(written).size).toBe(written.length);
});

it('watches each key at the end until nothing came five times in a row', async () => {
  const final = watch.final({ ...context, options: { ...context.options, keys: 2 } });
  if (final === null) throw new Error('there are no final watches');
  const froms: Json[] = [];
  await simulate(clients(final), {
    concurrency: 1,
    answer(op) {
      const [key, [from]] = op.value as [number, [number, number]];
      froms.push([key, from]);
      return { type: 'ok', value: [key, key === 0 && from < 2 ? [[from, 1]] : []] };
    },
  });
  const silent = (key: number, from: number) => Array.from({ length: 5 }, () => [key, from]);
  expect(froms).toEqual([[0, 0], [0, 1], ...silent(0, 2), ...silent(1, 0)]);
});
