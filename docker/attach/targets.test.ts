import { beforeEach, describe, expect, test } from 'vitest';
import { FakeEngine } from '../testing/fake-engine.js';
import { findTargets } from './targets.js';

describe('containers that are given as nodes', () => {
  let engine: FakeEngine;

  beforeEach(async () => {
    engine = new FakeEngine();
    await add('db1', 'theirs');
    await add('db2', 'theirs');
  });

  async function add(name: string, network: string, started = true): Promise<void> {
    const place = { hostname: name, network, address: `10.0.0.${name.slice(2)}` };
    const rest = { image: '', capabilities: [], labels: {} };
    const id = await engine.createContainer({ name, network: place, ...rest });
    if (started) await engine.startContainer(id);
  }

  const find = (containers: readonly string[], count = containers.length, network?: string) =>
    findTargets(engine, { containers, ...(network === undefined ? {} : { network }) }, count);

  test('are found by their names, with their addresses in the network that they share', async () => {
    expect(await find(['db2', 'db1'])).toMatchObject([
      { name: 'db2', address: '10.0.0.2' },
      { name: 'db1', address: '10.0.0.1' },
    ]);
    expect(await find(['db1', 'db2'], 1, 'theirs')).toHaveLength(1);
  });

  test('are refused where they can not be nodes, with what to do', async () => {
    await add('db3', 'host');
    await add('db4', 'elsewhere');
    await add('db5', 'theirs', false);
    await add('db6', 'container:db1');
    await expect(find(['db9'])).rejects.toThrow(/a container db9[^]*docker ps/);
    await expect(find(['db1', 'db1'])).rejects.toThrow(/containers that differ/);
    await expect(find(['db1'], 2)).rejects.toThrow(/at most 1 nodes[^]*--nodes/);
    await expect(find(['db1', 'db3'])).rejects.toThrow(/db3 has the network of this machine/);
    await expect(find(['db1', 'db4'])).rejects.toThrow(/db1: theirs; db4: elsewhere/);
    await expect(find(['db5'])).rejects.toThrow(/db5 to run[^]*"created"/);
    await expect(find(['db6'])).rejects.toThrow(/network of another container/);
    await expect(find(['db1'], 1, 'other')).rejects.toThrow(/the network other/);
  });
});
