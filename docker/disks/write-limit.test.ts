import { describe, expect, test } from 'vitest';
import { syncedWritesIn } from './container-disks.js';
import { writeLimitIn, writeLimitOf } from './write-limit.js';

describe('a limit of writes', () => {
  const V1 = '9:name=systemd:/docker/a1\n7:blkio:/docker/a1\n0::/docker/a1\n';
  const JOINT = '7:cpu,blkio:/docker/a1\n';
  const V2 = '0::/system.slice/docker-a1.scope\n';

  test.each([
    [V1, 5, '/sys/fs/cgroup/blkio/docker/a1/blkio.throttle.write_iops_device', '7:0 5'],
    [JOINT, null, '/sys/fs/cgroup/blkio/docker/a1/blkio.throttle.write_iops_device', '7:0 0'],
    [V2, 5, '/sys/fs/cgroup/system.slice/docker-a1.scope/io.max', '7:0 wiops=5'],
    [V2, null, '/sys/fs/cgroup/system.slice/docker-a1.scope/io.max', '7:0 wiops=max'],
  ])('is written where the kind of control groups has it: %j, %s', (cgroups, limit, file, text) => {
    expect(writeLimitOf(cgroups, '7:0', limit)).toEqual({ file, text });
  });

  test.each([
    ['7:0 5\n', 5],
    ['7:1 9\n7:0 5\n', 5],
    ['7:0 rbps=max wbps=max riops=max wiops=5\n', 5],
    ['7:0 rbps=max wbps=1000 riops=max wiops=max\n', null],
    ['7:1 5\n', null],
    ['', null],
  ])('is read back: %j', (text, limit) => {
    expect(writeLimitIn(text, '7:0')).toBe(limit);
  });

  test('is not to be had outside of control groups', () => {
    expect(writeLimitOf('4:memory:/x\n', '7:0', 5)).toBeNull();
  });
});

test.each([
  ['5 0.12 0', { done: 5, error: null, elapsed_ms: 120 }],
  ['0 0.00 28', { done: 0, error: 'ENOSPC', elapsed_ms: 0 }],
  ['3 0.50 30', { done: 3, error: 'EROFS', elapsed_ms: 500 }],
])('%j tells of synced writes', (printed, writes) => {
  expect(syncedWritesIn(printed)).toEqual(writes);
});

test('nothing printed is no number, rather than a wrong one', () => {
  expect(() => syncedWritesIn('')).toThrow(RangeError);
});
