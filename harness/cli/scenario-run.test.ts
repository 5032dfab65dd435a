import { describe, expect, test } from 'vitest';

import { BUILT_IN, loadCatalogue } from '../catalogue/index.js';
import { named } from '../core/named.js';
import { type AskedRuns, planAll } from './scenario-run.js';

const catalogue = await loadCatalogue([BUILT_IN]);
const planning = { catalogue, kernel: { lacks: () => Promise.resolve(null) } };

async function planned(names: readonly string[], asked: Partial<AskedRuns>) {
  const scenarios = names.map((name) => named(catalogue.scenarios, name, 'scenario'));
  const leftOut: string[][] = [];
  const runs = await planAll(
    scenarios,
    { seed: 7, repeat: 1, versions: [null], ...asked },
    planning,
    (...one) => leftOut.push(one),
  );
  return { runs, leftOut };
}

describe('scenarios on several versions', () => {
  test('are planned on each version, with all else as it is', async () => {
    const { runs } = await planned(['redis-aof-always'], {
      versions: ['7.0', 'valkey-9.1'],
      repeat: 2,
    });
    expect(runs.map(({ name, version }) => [name, version])).toEqual([
      ['redis-aof-always on 7.0 #1', '7.0'],
      ['redis-aof-always on 7.0 #2', '7.0'],
      ['redis-aof-always on valkey-9.1 #1', 'valkey-9.1'],
      ['redis-aof-always on valkey-9.1 #2', 'valkey-9.1'],
    ]);
    const options = runs.map((run) => ('test' in run ? run.test.plan.system.options : {}));
    expect(options[0]).toEqual({ ...options[2], version: '7.0' });
    expect(options[2]).toMatchObject({ version: 'valkey-9.1', appendfsync: 'always' });
  });

  test('are planned as they are, where no version is named', async () => {
    const { runs } = await planned(['memory-split-brain', 'redis-aof-always'], {});
    expect(runs.map(({ name, version }) => [name, version])).toEqual([
      ['memory-split-brain', null],
      ['redis-aof-always', null],
    ]);
  });

  test('are left out in words where the store has one version only', async () => {
    const { runs, leftOut } = await planned(['memory-split-brain', 'redis-aof-always'], {
      versions: ['8.0'],
    });
    expect(runs.map(({ name }) => name)).toEqual(['redis-aof-always on 8.0']);
    expect(leftOut).toEqual([['memory-split-brain', '8.0', 'memory has one version only']]);
  });

  test('are left out where a version lacks an option that they need, or their store lacks the version', async () => {
    const { runs, leftOut } = await planned(
      ['etcd-power-loss-no-fsync', 'etcd-power-loss', 'redis-aof-always'],
      { versions: ['3.4'] },
    );
    expect(runs.map(({ name }) => name)).toEqual(['etcd-power-loss on 3.4']);
    expect(leftOut).toEqual([
      ['etcd-power-loss-no-fsync', '3.4', expect.stringContaining('from 3.5 on')],
      ['redis-aof-always', '3.4', expect.stringContaining('valkey-8.1')],
    ]);
  });

  test('are refused where one of several versions is none', async () => {
    await expect(planned(['redis-aof-always'], { versions: ['7.0', '7.9'] })).rejects.toThrow(
      'valkey-8.1',
    );
  });

  test('are refused, and not left out, where this machine lacks what they need', async () => {
    const planning = {
      catalogue,
      kernel: { lacks: () => Promise.resolve('it has no such module') },
    };
    const scenario = named(catalogue.scenarios, 'redis-aof-always-power-loss', 'scenario');
    const asked = { seed: 7, repeat: 1, versions: ['8.0'] };
    const leftOut: string[] = [];
    await expect(
      planAll([scenario], asked, planning, (name) => leftOut.push(name)),
    ).rejects.toThrow('no such module');
    expect(leftOut).toEqual([]);
  });

  test('are refused where none is left, and where a version is none', async () => {
    await expect(planned(['memory-split-brain'], { versions: ['8.0'] })).rejects.toThrow(
      'option `version`',
    );
    await expect(planned(['redis-aof-always'], { versions: ['5.0'] })).rejects.toThrow(
      /version[^]*valkey-8.1/,
    );
  });
});
