import { expect, test } from 'vitest';
import { descriptorsIn, processState } from './processes.js';

const status = (name: string, state: string) => `Name:\t${name}\nUmask:\t0022\nState:\t${state}\n`;

test.each([
  ['a sleeping process runs', status('redis-server', 'S (sleeping)'), 'running'],
  ['a working process runs', status('redis-server', 'R (running)'), 'running'],
  ['a process under SIGSTOP is stopped', status('redis-server', 'T (stopped)'), 'stopped'],
  ['a process that nobody has waited for is gone', status('redis-server', 'Z (zombie)'), 'gone'],
  ['another process under the same number is not ours', status('perl', 'S (sleeping)'), 'gone'],
  ['no status at all means gone', '', 'gone'],
] as const)('%s', (_, text, state) => {
  expect(processState(text, 'redis-server')).toBe(state);
});

test('descriptors are counted, and their soft limit is read', () => {
  const limits = 'Limit   Soft Limit  Hard Limit  Units\nMax open files   64   20000   files\n';
  expect(descriptorsIn(`13\n${limits}`)).toEqual({ open: 13, limit: 64 });
  expect(descriptorsIn('').limit).toBeNaN();
});
