import { expect, test } from 'vitest';
import { HostKernel, type ProbeOutcome } from './host-kernel.js';

/** A kernel of which every probe ends so, and how often it was probed. */
function kernelThat(exitCode: number | undefined, stderr = '') {
  const probed: string[] = [];
  const kernel = new HostKernel((command): Promise<ProbeOutcome> => {
    probed.push(command);
    return Promise.resolve({ exitCode, stderr });
  });
  return { kernel, probed };
}

test('a feature whose probe succeeds is there', async () => {
  expect(await kernelThat(0).kernel.lacks('netem')).toBeNull();
});

test('a feature whose probe is refused is not there, in the words of the program that was asked', async () => {
  const { kernel } = kernelThat(2, 'Error: Specified qdisc kind is unknown.\n');
  expect(await kernel.lacks('netem')).toBe(
    'this kernel has no sch_netem: `tc` says Specified qdisc kind is unknown',
  );
});

test('a probe that says nothing is told by its exit code', async () => {
  expect(await kernelThat(3).kernel.lacks('statistic')).toBe(
    'this kernel has no xt_statistic: `iptables` says exit code 3',
  );
});

test.each<[number | undefined, string]>([
  [1, 'unshare: unshare failed: Operation not permitted'],
  [127, 'sh: 1: tc: not found'],
  [undefined, 'spawn unshare ENOENT'],
])('a probe that cannot be made says nothing of the kernel: %s %s', async (exitCode, stderr) => {
  expect(await kernelThat(exitCode, stderr).kernel.lacks('tbf')).toBe(
    `whether this kernel has sch_tbf cannot be found out: ${stderr}`,
  );
});

test('each feature is looked for once, and only when it is asked for', async () => {
  const { kernel, probed } = kernelThat(0);
  expect(probed).toEqual([]);
  await Promise.all([kernel.lacks('tbf'), kernel.lacks('tbf'), kernel.lacks('netem')]);
  expect(probed.map((command) => command.split(' ')[0])).toEqual(['tc', 'tc']);
});
