import { describe, expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { startMended } from './start-mended.js';

/** A cluster in which the processes of n2 are gone, and its server refuses its files. */
function damaged(): StubCluster {
  const cluster = new StubCluster();
  cluster.processes.states.set('n2/server', 'gone');
  cluster.dataFiles.damaged.add('n2');
  return cluster;
}

function mend(cluster: StubCluster) {
  return cluster.clock.run(startMended(cluster.context(), 'n2'));
}

const refusal = 'server on n2 refused its files: bad format';

test('what is gone is started, and what runs is left alone', async () => {
  const cluster = new StubCluster();
  cluster.processes.states.set('n2/sentinel', 'gone');
  expect(await mend(cluster)).toEqual({ words: [], measured: { started: ['sentinel'] } });
  expect(await cluster.processes.state('n2', 'sentinel')).toBe('running');
});

describe('files that are refused', () => {
  test('are repaired, and the process is started again', async () => {
    const cluster = damaged();
    expect(await mend(cluster)).toEqual({
      words: [refusal, 'two lines were cut off'],
      measured: {
        started: ['server'],
        refusals: [{ reason: 'bad format', remedy: 'two lines were cut off' }],
      },
    });
    expect(await cluster.processes.state('n2', 'server')).toBe('running');
  });

  test('are put away where they cannot be repaired', async () => {
    const cluster = damaged();
    cluster.dataFiles.repairs = null;
    const { words } = await mend(cluster);
    expect(words).toEqual([refusal, refusal, 'the files of n2 were put away']);
    expect(await cluster.processes.state('n2', 'server')).toBe('running');
  });

  test('are put away where a repair was in vain', async () => {
    const cluster = damaged();
    cluster.dataFiles.repairsInVain = true;
    const { words } = await mend(cluster);
    expect(words).toEqual([
      refusal,
      'two lines were cut off',
      refusal,
      'the files of n2 were put away',
    ]);
    expect(await cluster.processes.state('n2', 'server')).toBe('running');
  });

  test('are not mistaken for those of a process that is just about to come', async () => {
    const cluster = damaged();
    cluster.at(700, () => cluster.dataFiles.damaged.delete('n2'));
    expect((await mend(cluster)).words).toEqual([]);
  });
});

test('a store that keeps no files is merely started', async () => {
  const cluster = damaged();
  const { dataFiles, ...capabilities } = cluster.context().capabilities;
  expect(dataFiles).toBeDefined();
  const context = cluster.context({ capabilities });
  expect(await cluster.clock.run(startMended(context, 'n2'))).toMatchObject({ words: [] });
});
