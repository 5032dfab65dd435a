import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Files } from '../../harness/core/storage.js';
import { DATA_FOLDER, type Node, type NodePool } from '../../harness/core/node.js';
import { createNodePool } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { ownImage } from '../build/image.js';

const PATH = `${DATA_FOLDER}/a file`;

describe.skipIf(!(await engineTestsCanRun()))('files of nodes', () => {
  let pool: NodePool;
  let node: Node;
  let files: Files;

  beforeAll(async () => {
    pool = await createNodePool({ run: 'files' });
    const request = { names: ['n1'], image: ownImage('redis') };
    const { nodes, capabilities } = await pool.acquire(request, new AbortController().signal);
    if (nodes[0] === undefined || capabilities.files === undefined) throw new Error('no files');
    [node] = nodes;
    files = capabilities.files;
  });
  afterAll(async () => {
    await pool.dispose();
  });

  test('are looked at, cut, and turned over bit by bit', async () => {
    await node.writeFile(PATH, 'abcdef');
    const whole = {
      size_bytes: 6,
      sha256: 'bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721',
    };
    expect(await files.look('n1', PATH)).toEqual(whole);
    await files.truncate('n1', PATH, 4);
    expect(await node.readFile(PATH)).toBe('abcd');
    const places = [
      { offset: 0, bit: 1 },
      { offset: 3, bit: 0 },
    ];
    expect(await files.flip('n1', PATH, places)).toEqual([
      { offset: 0, before: 97, after: 99 },
      { offset: 3, before: 100, after: 101 },
    ]);
    expect(await node.readFile(PATH)).toBe('cbce');
    await files.flip('n1', PATH, places);
    expect(await node.readFile(PATH)).toBe('abcd');
  });

  test('that are not there are none, and nothing is made of them', async () => {
    const absent = `${DATA_FOLDER}/absent`;
    expect(await files.look('n1', absent)).toBeNull();
    await files.truncate('n1', absent, 3);
    expect(await files.look('n1', absent)).toBeNull();
    await expect(files.flip('n1', absent, [{ offset: 0, bit: 0 }])).rejects.toThrow(/No such file/);
    await node.writeFile(PATH, 'x');
    await expect(files.flip('n1', PATH, [{ offset: 1, bit: 0 }])).rejects.toThrow('no byte 1');
  });
});
