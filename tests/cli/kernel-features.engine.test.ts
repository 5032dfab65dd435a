import { describe, expect, it } from 'vitest';

import { hostKernel } from '../../docker/index.js';
import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import { faultline } from '../support/cli.js';
import { expectBadInput } from '../support/memory-runs.js';

const DELAY = ['run', '--dry-run', '--nemesis', 'delayed-node'];

describe.skipIf(!(await engineTestsCanRun()))('a fault that needs netem of the kernel', () => {
  it('is planned where the kernel has it, and refused with the reason elsewhere', async () => {
    const lack = await hostKernel.lacks('netem');
    const planned = await faultline(...DELAY);
    if (lack === null) expect(planned.code, planned.stderr).toBe(0);
    else {
      expectBadInput(planned, /start-delay needs "netem": this kernel has no sch_netem: `tc` says/);
    }
  });

  it('is named with that need, and with the systems that can have it here', async () => {
    const lack = await hostKernel.lacks('netem');
    const { stdout } = await faultline('list', 'faults', '--json');
    const { faults } = JSON.parse(stdout) as { faults: { name: string }[] };
    const row = faults.find(({ name }) => name === 'corrupt');
    expect(row).toMatchObject({ kernel: ['netem'] });
    expect(row).toMatchObject(
      lack === null
        ? { systems: ['redis-replication', 'redis-sentinel'] }
        : { systems: [], refused: { 'redis-sentinel': `corrupt needs "netem": ${lack}` } },
    );
  });

  it('is left out of a mix where the kernel lacks it, and said to be', async () => {
    const lack = await hostKernel.lacks('netem');
    const { code, stdout, stderr } = await faultline('run', '--dry-run', '--nemesis', 'mix');
    expect(code).toBe(0);
    expect(stdout.includes('start-delay')).toBe(lack === null);
    expect(stderr.includes('left out: start-delay')).toBe(lack !== null);
  });
});
