import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskFolder } from '../disks/disk-folder.js';
import { Claims } from '../owner/claim.js';
import { ATTACHED_LABEL, ownLabels } from '../owner/labels.js';
import { ownerOf } from '../../nodes/index.js';
import { FakeDisks } from '../testing/fake-disk.js';
import { FakeEngine, FakeRoutes } from '../testing/fake-engine.js';
import { clean } from './clean.js';

const DEAD = '4711-1-00000000';
const LIVING = (await ownerOf(process.pid)) ?? '';

describe.skipIf(process.platform !== 'linux')('cleaning up', () => {
  let folder: string;
  let claims: Claims;
  let engine: FakeEngine;
  let routes: FakeRoutes;
  let disks: FakeDisks;

  const parts = (all: boolean) => {
    return { engine, routes, claims, stateFolder: folder, diskAt: disks.at, all };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
    claims = new Claims(folder);
    engine = new FakeEngine();
    routes = new FakeRoutes();
    disks = new FakeDisks(engine.calls);
    await leave('dead', DEAD, '198.18.7.0/24');
    await leave('living', LIVING, '198.18.8.0/24');
    engine.networkTable.set('f', { id: 'f', name: 'foreign', subnets: [], labels: { a: 'b' } });
    routes.others.push('10.0.0.0/8');
    engine.calls.length = 0;
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function leave(name: string, owner: string, subnet: string): Promise<void> {
    const labels = ownLabels(name, owner);
    await claims.take({ subnet, owner, run: name });
    await routes.addGuard(subnet);
    await engine.createNetwork({ name, subnet, labels });
    await engine.createContainer({
      name,
      image: '',
      network: { hostname: name, network: name, address: '' },
      capabilities: [],
      labels,
    });
  }

  /** A sandbox beside a container of somebody else. */
  async function attach(target: string): Promise<void> {
    const other = { name: target, image: '', capabilities: [], labels: {} };
    const place = { hostname: target, network: 'theirs', address: '10.0.0.2' };
    const id = await engine.createContainer({ ...other, network: place });
    await engine.startContainer(id);
    const labels = { ...ownLabels('dead', DEAD), [ATTACHED_LABEL]: id };
    const network = { sharedWith: id };
    await engine.startContainer(
      await engine.createContainer({ ...other, name: `beside-${target}`, network, labels }),
    );
    engine.calls.length = 0;
  }

  async function leaveDisk(owner: string): Promise<string> {
    const path = join(diskFolder(folder, owner), 'fl-1-n1.img');
    await mkdir(diskFolder(folder, owner), { recursive: true });
    await writeFile(path, '');
    return path;
  }

  test('undoes what was done to containers of somebody else from within, before it removes its sandbox', async () => {
    await attach('theirs');
    const scripts: string[] = [];
    engine.onExec = (_, command) => {
      scripts.push(command.join(' '));
      return { exitCode: 0, stdout: '', stderr: '' };
    };
    expect((await clean(parts(false))).removed).toContain('container beside-theirs');
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).toMatch(/iptables -w -D[^]*iptables -w -X/);
    expect(engine.calls.filter((call) => call.includes('theirs'))).toEqual([
      'removeContainer beside-theirs',
    ]);
  });

  test('keeps the sandbox where that can not be undone, so that the next clean finds it', async () => {
    await attach('theirs');
    engine.onExec = () => ({ exitCode: 1, stdout: '', stderr: 'locked' });
    expect((await clean(parts(false))).failures).toEqual([
      expect.stringMatching(/container beside-theirs: .*locked/),
    ]);
    expect(await engine.findContainer('beside-theirs')).not.toBeNull();
  });

  test('a node that a dead harness left frozen is thawed, and goes', async () => {
    for (const container of engine.containerTable.values()) container.state = 'paused';
    const report = await clean(parts(false));
    expect(report.removed).toContain('container dead');
    expect(engine.calls.slice(0, 2)).toEqual(['unpauseContainer dead', 'removeContainer dead']);
    expect(engine.calls).not.toContain('unpauseContainer living');
  });

  test('what a dead harness left goes, what belongs to a living one or to nobody of ours stays', async () => {
    const report = await clean(parts(false));
    expect(report.removed).toEqual(['container dead', 'network dead', 'guard route 198.18.7.0/24']);
    expect(report.kept).toContain('container living');
    expect(report.failures).toEqual([]);
    expect(engine.calls).toEqual(['removeContainer dead', 'removeNetwork dead']);
    expect([...routes.guarded]).toEqual(['198.18.8.0/24']);
    expect((await claims.list()).map(({ run }) => run)).toEqual(['living']);
  });

  test('a dry run tells the same, and removes nothing', async () => {
    const dry = await clean({ ...parts(false), dryRun: true });
    expect(engine.calls).toEqual([]);
    expect([...routes.guarded]).toEqual(['198.18.7.0/24', '198.18.8.0/24']);
    const { removed, kept, failures } = await clean(parts(false));
    expect([dry.removed, dry.kept, dry.failures]).toEqual([removed, kept, failures]);
  });

  test('with all, what belongs to living ones goes too, and foreign things still stay', async () => {
    const report = await clean(parts(true));
    expect(report.removed).toHaveLength(6);
    expect([...engine.networkTable.values()].map(({ name }) => name)).toEqual(['foreign']);
    expect(await routes.destinations()).toEqual(['10.0.0.0/8']);
  });

  test('disks go after the nodes that have them, but not those of the living', async () => {
    const dead = await leaveDisk(DEAD);
    const living = await leaveDisk(LIVING);
    const report = await clean(parts(false));
    expect(report.removed.slice(0, 3)).toEqual(['container dead', 'network dead', `disk ${dead}`]);
    expect(report.kept).toContain(`disk ${living}`);
    expect(engine.calls.indexOf('removeDisk fl-1-n1')).toBe(2);
  });

  test('a disk of a node that can’t be removed is kept with it', async () => {
    engine.refused.add('removeContainer dead');
    const dead = await leaveDisk(DEAD);
    expect((await clean(parts(false))).kept).toContain(`disk ${dead}`);
    expect(engine.calls).not.toContain('removeDisk fl-1-n1');
  });

  test('a disk that can’t be removed is told, and its subnet stays guarded', async () => {
    const dead = await leaveDisk(DEAD);
    disks.refused.add('removeDisk');
    const report = await clean(parts(false));
    expect(report.failures).toEqual([`disk ${dead}: refused`]);
    expect(routes.guarded.has('198.18.7.0/24')).toBe(true);
  });

  test('a folder without a disk goes, but not that of a living harness', async () => {
    const [dead, living] = [diskFolder(folder, DEAD), diskFolder(folder, LIVING)];
    for (const one of [dead, living]) await mkdir(one, { recursive: true });
    const report = await clean(parts(false));
    expect(report.removed).toContain(`folder ${dead}`);
    expect(await readdir(join(folder, 'disks'))).toEqual([LIVING]);
  });

  test('a second time there is nothing to remove', async () => {
    await clean(parts(false));
    const again = await clean(parts(false));
    expect(again.removed).toEqual([]);
  });

  test('a network that can’t be removed keeps its guard, and is told', async () => {
    engine.refused.add('removeNetwork dead');
    const report = await clean(parts(false));
    expect(report.failures).toEqual(['network dead: refused: removeNetwork dead']);
    expect(report.kept).toContain('guard route 198.18.7.0/24');
    expect(routes.guarded.has('198.18.7.0/24')).toBe(true);
  });

  test('without an engine nothing is known of the networks, so every guard stays', async () => {
    engine.gone = true;
    const report = await clean(parts(true));
    expect(report.removed).toEqual([]);
    expect(report.failures).toHaveLength(1);
    expect(routes.guarded.size).toBe(2);
  });
});
