import { expect, test } from 'vitest';
import { DEFAULT_ADDRESS } from '../engine/engine.js';
import { engineMayHaveBeenHere } from './engine-trace.js';

test('a machine without any trace of an engine has nothing of one to clean', () => {
  expect(engineMayHaveBeenHere(DEFAULT_ADDRESS, () => false)).toBe(false);
});

test('an engine that is stopped, or that DOCKER_HOST names, may hold something of ours', () => {
  const stopped = (path: string): boolean => path === '/var/lib/docker';
  expect(engineMayHaveBeenHere(DEFAULT_ADDRESS, stopped)).toBe(true);
  expect(engineMayHaveBeenHere('tcp://far:2375', () => false)).toBe(true);
});
