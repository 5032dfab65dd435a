import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../harness/core/json.js';
import { StubCluster } from '../testing/stub-context.js';
import { fileCorruption } from './file-corruption.js';

const FILE = 'n2/data/n2.log';
const CONTENT = [10, 20, 30, 40];

function cluster(): StubCluster {
  const made = new StubCluster();
  made.files.bytes.set(FILE, CONTENT);
  return made;
}

function corruption(on: StubCluster) {
  const active = fileCorruption.create(on.context());
  return {
    start: (value: JsonObject) =>
      on.clock.run(active.invoke('start-file-corruption', { target: 'n2', ...value })),
    stop: () => on.clock.run(active.invoke('stop-file-corruption', undefined)),
    heal: () => on.clock.run(active.heal()),
  };
}

describe('a file that is damaged', () => {
  test('by its end being cut off is proven by its checksum, while its server is gone', async () => {
    const on = cluster();
    const { start, stop, heal } = corruption(on);
    const begun = await start({ damage: 'truncate', bytes: 1 });
    expect(begun.proof.proven).toBe(true);
    expect(begun.proof.evidence[0]).toMatch(/^\/data\/n2.log on n2 had 4 bytes .*has 3 bytes/);
    expect(begun.effect).toMatchObject({
      measured: {
        n2: { path: '/data/n2.log', before: { size_bytes: 4 }, after: { size_bytes: 3 } },
      },
    });
    expect(await on.processes.state('n2', 'server')).toBe('gone');
    expect(await stop()).toMatchObject({
      effect: { measured: { n2: { started: ['server'] } } },
      proof: {
        proven: true,
        evidence: [
          'server on n2 is running',
          'sentinel on n2 is running',
          'server on n2 has loaded its files',
          'server on n2 loaded its files without refusing them',
        ],
      },
    });
    expect(await heal()).toBeNull();
  });

  test('bit by bit is recorded byte by byte, from a seed that gives the same bytes again', async () => {
    const first = cluster();
    const begun = await corruption(first).start({ damage: 'flip', bytes: 2 });
    const { 'file-corruption': effect, measured } = begun.effect as unknown as {
      readonly 'file-corruption': { readonly n2: { readonly seed: number } };
      readonly measured: { readonly n2: { readonly changed: { before: number; after: number }[] } };
    };
    expect(measured.n2.changed).toHaveLength(2);
    for (const { before, after } of measured.n2.changed) expect(after).not.toBe(before);
    const again = cluster();
    await corruption(again).start({ damage: 'flip', bytes: 2, seed: effect.n2.seed });
    expect(again.files.bytes.get(FILE)).toEqual(first.files.bytes.get(FILE));
  });

  test('and refused is repaired, which the record says', async () => {
    const on = cluster();
    const { start, stop } = corruption(on);
    await start({});
    on.dataFiles.damaged.add('n2');
    expect(await stop()).toMatchObject({
      effect: { measured: { n2: { refusals: [{ reason: 'bad format' }] } } },
      proof: { proven: true },
    });
  });
});

test('a file that stays as it is was not damaged', async () => {
  const on = cluster();
  on.files.stuck = true;
  for (const damage of ['truncate', 'flip']) {
    expect((await corruption(on).start({ damage })).proof.proven).toBe(false);
  }
});

test('a server that does not come back is not proven healed', async () => {
  const on = cluster();
  const { start, heal } = corruption(on);
  await start({});
  on.processes.deaf = true;
  expect((await heal())?.proof.proven).toBe(false);
  on.processes.deaf = false;
  expect((await heal())?.proof.proven).toBe(true);
});

test.each([
  ['n2', 'index'],
  ['n1', 'log'],
])('what is not there cannot be damaged, and the server of %s comes back', async (target, file) => {
  const on = cluster();
  const { start, heal } = corruption(on);
  const reason = `a file of the kind ${file} on ${target}`;
  await expect(start({ target, file })).rejects.toThrow(reason);
  expect((await heal())?.proof.proven).toBe(true);
  expect(await on.processes.state(target, 'server')).toBe('running');
});
