import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineTestsCanRun } from '../docker/testing/engine-tests.js';
import { type SshContainers, startSshContainers } from '../hosts/testing/ssh-containers.js';
import { type Finished, start } from './support/cli.js';
import { SPEAK } from './support/redis-lines.js';

/** A store of a user's own: a server on each host, of which the clients use the first alone. */
function configOf({ names, options }: SshContainers): string {
  return `
${SPEAK}
const client = defineClient({
  open: ({ nodes }) => speak(nodes[0]?.address ?? ''),
  close: ({ socket }) => socket.destroy(),
  async read({ ask }, key) {
    const answer = await ask('GET', key);
    return answer === '$-1' ? null : JSON.parse(answer);
  },
  async write({ ask }, key, value) {
    const answer = await ask('SET', key, JSON.stringify(value));
    if (answer !== '+OK') throw new Error(answer);
  },
});

export default defineConfig({
  systems: [
    defineSystem({
      name: 'tiny',
      summary: 'a server of which the first node alone is used',
      ssh: { hosts: ${JSON.stringify(names)}, options: ${JSON.stringify(options)} },
      start: () => ({
        name: 'server',
        command: ['redis-server', '/srv/tiny.conf'],
        files: { '/srv/tiny.conf': 'protected-mode no\\ndir /srv/tiny\\nappendonly yes\\nappendfsync always\\n' },
        dataFolders: ['/srv/tiny'],
        user: 'admin',
      }),
      role: ({ node }) => (node.name === 'n1' ? 'primary' : { role: 'replica', follows: 'n1' }),
      async time({ node }) {
        const { socket, ask } = await speak(node.address);
        try {
          return Number(await ask('EVAL', \`"local t = redis.call('TIME') return string.format('%.3f', t[1] * 1000 + t[2] / 1000)"\`, 0));
        } finally {
          socket.destroy();
        }
      },
      version: async ({ node }) => (await node.exec(['redis-server', '--version'])).stdout.trim(),
      client,
    }),
  ],
});
`;
}

describe.skipIf(!(await engineTestsCanRun()))(
  'a store of one’s own on hosts that ssh reaches',
  () => {
    let machines: SshContainers;
    let project: string;
    beforeAll(async () => {
      machines = await startSshContainers(3);
      project = await mkdtemp(join(tmpdir(), 'faultline-hosts-'));
      await writeFile(join(project, 'faultline.config.ts'), configOf(machines));
    });
    afterAll(async () => {
      await machines.stop();
      await rm(project, { recursive: true, force: true });
    });

    function faultline(...args: readonly string[]): Promise<Finished> {
      return start(args, {}, { cwd: project }).finished;
    }

    test('what hosts can not have is refused at planning, with the reason', async () => {
      for (const [fault, reason] of [
        ['outage-any', 'can not be switched on again'],
        ['freeze-any', 'frozen'],
      ] as const) {
        const { code, stderr } = await faultline(
          'run',
          '--system',
          'tiny',
          '--workload',
          'register',
          '--nemesis',
          fault,
          '--dry-run',
        );
        expect(code).toBe(254);
        expect(stderr).toContain(reason);
      }
    });

    test('doctor looks at each host of the config', async () => {
      const { stdout, stderr } = await faultline('doctor', '--json');
      const findings = JSON.parse(stdout) as readonly { check: string; status: string }[];
      for (const name of machines.names) {
        const statuses = findings.flatMap((one) => (one.check === `ssh ${name}` ? one.status : []));
        expect(statuses, stderr).toContain('ok');
        expect(statuses).not.toContain('missing');
      }
    });

    test('clocks of its programs jump and drift, as they say themselves', async () => {
      const limits = '--time-limit 11 --quiet 1 --active 2 --seed 7'.split(' ');
      const results = ['--results', join(project, 'results')];
      const args = ['--system', 'tiny', '--workload', 'register'];
      const nemesis = ['--nemesis', 'clock-jump,clock-drift,clock-strobe'];
      const { code, stdout, stderr } = await faultline(
        'run',
        ...args,
        ...nemesis,
        ...limits,
        ...results,
      );
      expect(stdout, stderr).toMatch(/faults-proven +valid/);
      expect(code, stdout).toBe(0);
      for (const name of machines.names) {
        expect(await machines.on(name, 'ls -A /dev/shm /run')).not.toMatch(/faketime|faultline/);
      }
    });

    test('a run with partitions, kills and pauses is proven and valid, and leaves nothing', async () => {
      const nemesis = 'partition-primary-and-clients,kill-primary,pause-primary,slow-links';
      const limits = '--time-limit 26 --quiet 2 --active 4 --seed 7'.split(' ');
      const results = ['--results', join(project, 'results')];
      const args = ['--system', 'tiny', '--workload', 'register', '--nemesis', nemesis];
      const { code, stdout, stderr } = await faultline('run', ...args, ...limits, ...results);
      expect(stdout + stderr).toMatch(/undoing what was begun on the nodes/);
      expect(code, stdout + stderr).toBe(0);
      for (const name of machines.names) {
        expect(
          await machines.on(name, 'iptables -S; ls -A /srv; ls -A /run; ps -eo comm'),
        ).not.toMatch(/FAULTLINE|tiny|faultline|redis/);
      }
    });
  },
);
