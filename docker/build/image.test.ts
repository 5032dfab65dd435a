import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineError } from '../engine/engine-error.js';
import { FakeEngine } from '../testing/fake-engine.js';
import { REGISTRY_BASE } from './base.js';
import { ensureImageFrom, basesIn } from './image-source.js';
import { ensureImage, findImage } from './image.js';

const alone = <T>(work: () => Promise<T>): Promise<T> => work();
const context = (engine: FakeEngine) => ({
  engine,
  progress: () => undefined,
  signal: new AbortController().signal,
  exclusively: alone,
});

test('an image is built once, and found at once after that', async () => {
  const engine = new FakeEngine();
  engine.imageTable.set(REGISTRY_BASE, 'base-1');
  expect(await findImage('redis', engine)).toBeNull();
  const tag = await ensureImage('redis', context(engine));
  expect(tag).toMatch(/^faultline\/redis:[0-9a-f]{12}$/);
  expect(await ensureImage('redis', context(engine))).toBe(tag);
  expect(await findImage('redis', engine)).toBe(tag);
  expect(engine.calls).toEqual([`build ${tag}`]);
});

test('the base is pulled where a registry answers', async () => {
  const engine = new FakeEngine();
  await ensureImage('redis', context(engine));
  expect(engine.calls[0]).toBe(`pull ${REGISTRY_BASE}`);
});

test('an image on another base has another tag', async () => {
  const engine = new FakeEngine();
  engine.imageTable.set(REGISTRY_BASE, 'base-1');
  const before = await ensureImage('redis', context(engine));
  engine.imageTable.set(REGISTRY_BASE, 'base-2');
  expect(await ensureImage('redis', context(engine))).not.toBe(before);
});

test.each(['no-such-system', '../images/redis', ''])('%j is no image', async (name) => {
  await expect(ensureImage(name, context(new FakeEngine()))).rejects.toMatchObject({
    code: 'E_IMAGE',
  });
});

test('a Dockerfile whose base can’t be pulled is told so, with what makes it a base of Faultline’s own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-image-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM golang:1.22 AS build\nFROM build\n');
  const engine = new FakeEngine();
  engine.build = () =>
    Promise.reject(engineError('here', 'build it', new Error('registry.test: no such host')));
  try {
    const built = () => ensureImageFrom({ folder }, context(engine));
    await expect(built()).rejects.toMatchObject({
      code: 'E_BASE_IMAGE',
      expected: `the image golang:1.22, which the Dockerfile in ${folder} builds on`,
      actual: expect.stringContaining('registry.test: no such host') as unknown,
      advice: expect.stringMatching(
        /docker load.*ARG BASE=golang:1\.22.*FROM \$\{BASE\}/,
      ) as unknown,
    });
    // A base that is there is not what the build has failed for.
    engine.imageTable.set('golang:1.22', 'there');
    await expect(built()).rejects.toMatchObject({ code: 'E_ENGINE' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the bases of a Dockerfile are the images that it names, not its stages', () => {
  const text = [
    'ARG BASE=debian',
    'FROM ${BASE}',
    'FROM --platform=linux/amd64 alpine:3 as Tools',
    'from scratch',
    'FROM tools',
    'RUN echo FROM nothing',
  ].join('\n');
  expect(basesIn(text)).toEqual(['alpine:3']);
});
