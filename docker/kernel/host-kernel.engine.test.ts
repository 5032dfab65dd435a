import { describe, expect, test } from 'vitest';
import { execa } from 'execa';
import type { KernelFeature } from '../../harness/core/kernel.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { hostKernel } from './host-kernel.js';
import { KERNEL_PROBES } from './probes.js';

const features = Object.keys(KERNEL_PROBES) as KernelFeature[];

describe.skipIf(!(await engineTestsCanRun()))('the kernel of this machine', () => {
  test.each(features)('has %s, or lacks it with a reason', async (feature) => {
    const lack = await hostKernel.lacks(feature);
    expect(lack ?? '').toMatch(/^$|^this kernel has no .*` says ./);
  });

  test('is not changed by being asked', async () => {
    const state = async () => [
      (await execa('tc', ['qdisc', 'show', 'dev', 'lo'])).stdout,
      (await execa('iptables-save', ['-t', 'filter'])).stdout.match(/statistic/g),
    ];
    const before = await state();
    await Promise.all(features.map((feature) => hostKernel.lacks(feature)));
    expect(await state()).toEqual(before);
  });
});
