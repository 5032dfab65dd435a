import { expect, test } from 'vitest';
import { FakeEngine } from '../testing/fake-engine.js';
import { REGISTRY_BASE } from './base.js';
import { ensureImage, findImage, imageNames } from './image.js';

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

test('every folder under images can be built', async () => {
  expect(await imageNames()).toContain('redis');
});
