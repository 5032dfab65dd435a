import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.js';
import { filesOf } from './program-files.js';
import { fakeNodes } from './testing/fake-programs.js';

const LOG = '/var/db/1.log';

function dataOf(kinds: Readonly<Record<string, RegExp>> = { log: /\.log$/ }) {
  const clock = new VirtualClock();
  const { programs, context } = fakeNodes(['n1', 'n2'], clock);
  const n1 = programs.get('n1');
  if (n1 === undefined) throw new Error('there is no node');
  n1.held.set(LOG, Buffer.from([10, 20, 30]));
  n1.held.set('/var/db/2.log', Buffer.from([]));
  n1.held.set('/var/db/lock', Buffer.from([1]));
  const isReady = { now: true };
  const parts = {
    nodes: context.nodes,
    kinds,
    keepers: new Map([['n1', 'db']]),
    ready: async () => isReady.now,
  };
  return { ...filesOf(parts), n1, isReady };
}

describe('the files of a described store', () => {
  test('are those that its description names, and hold something', async () => {
    const { dataFiles } = dataOf();
    expect(dataFiles.kinds).toEqual(['log']);
    expect(dataFiles.process('n1')).toBe('db');
    expect(await dataFiles.find('n1', 'log')).toBe(LOG);
    expect(await dataFiles.find('n1', 'other')).toBeNull();
    expect(await dataOf({ log: /\.none$/ }).dataFiles.find('n1', 'log')).toBeNull();
  });

  test('are cut, and turned over bit by bit', async () => {
    const { files, n1 } = dataOf();
    const before = await files.look('n1', LOG);
    expect(before).toMatchObject({ size_bytes: 3 });
    expect(await files.flip('n1', LOG, [{ offset: 1, bit: 0 }])).toEqual([
      { offset: 1, before: 20, after: 21 },
    ]);
    expect((await files.look('n1', LOG))?.sha256).not.toBe(before?.sha256);
    await files.truncate('n1', LOG, 2);
    expect([...(n1.held.get(LOG) ?? [])]).toEqual([10, 21]);
    await expect(files.flip('n1', LOG, [{ offset: 2, bit: 0 }])).rejects.toThrow('no byte 2');
    expect(await files.look('n1', '/var/db/none')).toBeNull();
  });

  test('are loaded when the node stays ready, and refused where the program has ended', async () => {
    const { dataFiles, n1, isReady } = dataOf();
    const looks = async (count: number) => {
      const states: string[] = [];
      for (let look = 0; look < count; look += 1) {
        states.push((await dataFiles.loaded('n1')).state);
      }
      return states;
    };
    await n1.put({ name: 'db' });
    n1.printed.set('db', 'starting\nbad checksum\n');
    expect(await dataFiles.loaded('n1')).toEqual({ state: 'refused', reason: 'bad checksum' });
    await n1.start('db');
    const loaded = [...Array<string>(9).fill('loading'), 'loaded'];
    expect(await looks(10)).toEqual(loaded);
    expect(await looks(5)).toEqual(Array(5).fill('loading'));
    await n1.signal('db', 'KILL');
    expect((await dataFiles.loaded('n1')).state).toBe('refused');
    await n1.start('db');
    expect(await looks(10)).toEqual(loaded);
    isReady.now = false;
    expect(await dataFiles.loaded('n1')).toEqual({ state: 'loading' });
  });

  test('are emptied where the program refuses them: nobody knows how they are repaired', async () => {
    const { files, dataFiles, n1 } = dataOf();
    await files.truncate('n1', LOG, 1);
    expect(await dataFiles.repair('n1')).toBeNull();
    expect(await dataFiles.discard('n1')).toContain('of db on n1 were emptied');
    expect(n1.held.size).toBe(0);
    expect(await dataFiles.discard('n1')).toBeNull();
  });

  test('are kept where no fault has damaged them, whatever the program ended for', async () => {
    const { dataFiles, n1 } = dataOf();
    expect(await dataFiles.discard('n1')).toBeNull();
    expect(n1.held.size).toBe(3);
  });

  test('are none on a node whose programs name no data folders', async () => {
    const { dataFiles } = dataOf();
    expect(dataFiles.process('n2')).toBeNull();
    await expect(dataFiles.find('n2', 'log')).rejects.toMatchObject({ code: 'E_NO_DATA' });
  });
});
