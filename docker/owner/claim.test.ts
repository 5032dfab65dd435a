import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Claims } from './claim.js';

let folder: string;
const claim = { subnet: '198.18.7.0/24', owner: '1-2-boot', run: 'r' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a claim is had by one alone, until it is released', async () => {
  const claims = new Claims(join(folder, 'made', 'when', 'needed'));
  expect(await claims.list()).toEqual([]);
  const taken = await Promise.all([claims.take(claim), claims.take(claim), claims.take(claim)]);
  expect(taken.sort()).toEqual([false, false, true]);
  expect(await claims.list()).toEqual([claim]);
  await claims.release(claim.subnet);
  expect(await claims.list()).toEqual([]);
  expect(await claims.take(claim)).toBe(true);
});

test('a claim that was spoilt still names its subnet, and nobody owns it', async () => {
  await writeFile(join(folder, '198.18.7.0-24.json'), '{"subnet":"198.1');
  expect(await new Claims(folder).list()).toEqual([
    { subnet: '198.18.7.0/24', owner: '', run: '' },
  ]);
});

test('a folder that can’t be written to is an error that says what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(new Claims(join(folder, 'file')).take(claim)).rejects.toMatchObject({
    code: 'E_STATE',
  });
});
