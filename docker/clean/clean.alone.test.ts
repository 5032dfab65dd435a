import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import { clean, createNodePool, dockerEngine } from '../index.js';
import { OWNER_LABEL } from '../owner/labels.js';
import { leftOf } from '../testing/disk-leftovers.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { routesTo } from '../testing/firewall.js';

const HOLDER = fileURLToPath(new URL('../../dist/docker/testing/pool-holder.js', import.meta.url));

describe.skipIf(!(await engineTestsCanRun()))('cleaning up after a harness that was killed', () => {
  let stateFolder: string;
  let holder: ChildProcess | undefined;

  beforeEach(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
  });
  afterEach(async () => {
    holder?.kill('SIGKILL');
    await clean({ stateFolder });
    await rm(stateFolder, { recursive: true });
  });

  /** Containers and networks of a process. */
  async function ownedBy(pid: number): Promise<string[]> {
    const engine = dockerEngine(systemClock());
    const things = [...(await engine.containers(OWNER_LABEL)), ...(await engine.networks())];
    return things
      .filter(({ labels }) => labels[OWNER_LABEL]?.startsWith(`${String(pid)}-`))
      .map(({ name }) => name);
  }

  test('kill -9 leaves nodes, a frozen program, network, route and claim; clean leaves nothing, and keeps the living', async () => {
    expect(existsSync(HOLDER), 'build first: npm run build').toBe(true);
    const living = await createNodePool({ run: 'living', stateFolder });
    try {
      const child = spawn(process.execPath, [HOLDER, stateFolder]);
      holder = child;
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      await expect.poll(() => output + errors, { timeout: 60_000 }).toMatch(/^198\..*\n/);
      const pid = child.pid ?? 0;
      const prefix = output.trim().replace(/\.\d+$/, '.');

      const early = await clean({ stateFolder });
      expect(early.kept.filter((what) => what.startsWith('guard route'))).toHaveLength(2);
      expect(await ownedBy(pid)).toHaveLength(6);

      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      expect(await ownedBy(pid)).toHaveLength(6);
      expect(await routesTo(prefix)).toHaveLength(2);
      // Two files, and the device of the one that is mounted.
      expect(leftOf(stateFolder)).toHaveLength(3);

      const report = await clean({ stateFolder });
      expect(report.failures).toEqual([]);
      expect(report.removed.filter((what) => what.startsWith('container'))).toHaveLength(5);
      expect(report.removed).toContain(`guard route ${prefix}0/24`);
      expect(report.removed.filter((what) => what.startsWith('disk'))).toHaveLength(2);
      expect(leftOf(stateFolder)).toEqual([]);
      expect(await ownedBy(pid)).toEqual([]);
      expect(await routesTo(prefix)).toEqual([]);
      expect(await readdir(stateFolder)).toHaveLength(1);
      expect(await ownedBy(process.pid)).toHaveLength(1);
    } finally {
      await living.dispose();
    }
    expect(await readdir(stateFolder)).toEqual([]);
  });
});
