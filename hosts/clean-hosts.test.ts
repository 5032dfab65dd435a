import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownerOf } from '../nodes/index.js';
import { HostClaimFile } from './host-claims.js';
import { cleanHosts } from './index.js';

const DEAD = '4711-1-00000000';
const LIVING = (await ownerOf(process.pid)) ?? '';

describe.skipIf(process.platform !== 'linux')('cleaning up hosts', () => {
  let stateFolder: string;
  beforeEach(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'faultline-hosts-'));
  });
  afterEach(async () => {
    await rm(stateFolder, { recursive: true });
  });

  /** Claims a host of this machine, where no ssh is: at the port of probes. */
  async function claim(owner: string): Promise<HostClaimFile> {
    const file = HostClaimFile.of(stateFolder, owner);
    const options = ['-F', 'none', '-p', '9'];
    const targets = [{ host: '127.0.0.1', options }];
    await file.write({ owner, workingFolder: stateFolder, targets });
    return file;
  }

  test('a host that can not be reached is a failure with its reason, and its claim stays', async () => {
    const file = await claim(DEAD);
    const { removed, failures } = await cleanHosts({ stateFolder });
    expect(removed).toEqual([]);
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatch(/^host 127\.0\.0\.1: .*ssh to reach/);
    expect(failures[1]).toContain(`gone for good, remove ${file.path}`);
    expect((await file.read())?.targets).toHaveLength(1);
  });

  test('a working folder that is gone is not taken for a missing ssh', async () => {
    const file = await claim(DEAD);
    const claimed = await file.read();
    if (claimed === null) throw new Error('no claim');
    await file.write({ ...claimed, workingFolder: join(stateFolder, 'gone') });
    expect((await cleanHosts({ stateFolder })).failures[0]).toMatch(/ssh to reach 127\.0\.0\.1/);
  });

  test('what a living process has is kept, and a dry run only tells', async () => {
    await claim(LIVING);
    expect(await cleanHosts({ stateFolder })).toMatchObject({ kept: ['host 127.0.0.1'] });
    expect(await cleanHosts({ stateFolder, all: true, dryRun: true })).toMatchObject({
      removed: ['host 127.0.0.1'],
      failures: [],
    });
    expect(await readdir(join(stateFolder, 'hosts'))).toHaveLength(2);
  });

  test('a claim that can not be read is told, and not lost', async () => {
    await mkdir(join(stateFolder, 'hosts'));
    await writeFile(join(stateFolder, 'hosts', 'spoilt.json'), '{');
    const { failures } = await cleanHosts({ stateFolder });
    expect(failures[0]).toContain('spoilt.json');
    expect(await readdir(join(stateFolder, 'hosts'))).toEqual(['spoilt.json']);
  });

  test('where nothing was claimed there is nothing to do', async () => {
    expect(await cleanHosts({ stateFolder })).toEqual({ removed: [], kept: [], failures: [] });
  });
});
