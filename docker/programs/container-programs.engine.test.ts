import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import type { Node, NodePool, NodeSet } from '../../harness/core/node.js';
import type { Programs } from '../../harness/core/programs.js';
import { imagesFolder } from '../build/images-folder.js';
import { dockerEngine } from '../engine/docker-engine.js';
import { createNodePool } from '../index.js';
import { ContainerNode } from '../pool/container-node.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';

const never = new AbortController().signal;
const PORT = 7000;
const DEFAULT_CAPABILITIES = 'a80425fb';
const NO_SHELL = join(imagesFolder(), '../testing/no-shell');
const WEB = {
  name: 'web',
  image: { folder: NO_SHELL },
  command: ['-p', String(PORT), '-h', '/www'],
  files: { '/www/greeting': 'hello\n' },
  dataFolders: ['/www/data'],
};

describe.skipIf(!(await engineTestsCanRun()))(
  'a program of an unmodified image, without a shell',
  () => {
    let pool: NodePool;
    let set: NodeSet;

    beforeAll(async () => {
      pool = await createNodePool({ run: 'programs' });
    });
    beforeEach(async () => {
      set = await pool.acquire({ names: ['n1', 'n2'] }, never);
    });
    afterAll(async () => {
      await pool.dispose();
    });

    const node = (index: number): Node => {
      const found = set.nodes[index];
      if (found === undefined) throw new Error(`no node ${index}`);
      return found;
    };
    function programs(): Programs {
      const found = node(0).programs;
      if (found === undefined) throw new Error('the node can have no programs');
      return found;
    }
    async function ask(path: string): Promise<string> {
      const url = `http://${node(0).address}:${PORT}${path}`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(500) }).catch(() => null);
      return answer === null ? 'no answer' : (await answer.text()).trim();
    }
    async function started(): Promise<Programs> {
      await programs().put(WEB);
      await programs().start('web');
      await expect.poll(() => ask('/greeting'), { timeout: 10_000 }).toBe('hello');
      return programs();
    }

    test('starts with its files at the address of its node, and has no capability of ours', async () => {
      const web = await started();
      expect(await web.state('web')).toBe('running');
      expect(await web.log('web', 10_000)).toContain('url:/greeting');
      const one = node(0);
      if (!(one instanceof ContainerNode)) throw new Error('not a container');
      const [container = ''] = one.programs.containers;
      const pid = await dockerEngine(systemClock()).containerProcess(container);
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      expect(status).toMatch(new RegExp(`CapBnd:\\s*0*${DEFAULT_CAPABILITIES}$`, 'm'));
    });

    test('one that is killed keeps address, rules and data, and its next start is another incarnation', async () => {
      const web = await started();
      const first = await web.incarnation('web');
      await web.writeFile('web', '/www/data/kept', 'kept\n');
      await set.capabilities.links?.cut({ n1: ['n2'] }, 'drop');
      await web.signal('web', 'KILL');
      expect(await web.state('web')).toBe('gone');
      expect(await web.incarnation('web')).toBeNull();
      await expect(web.signal('web', 'STOP')).rejects.toMatchObject({ code: 'E_PROGRAM_SIGNAL' });
      expect(await web.readFile('web', '/www/data/kept')).toBe('kept\n');
      await web.start('web');
      await expect.poll(() => ask('/data/kept'), { timeout: 10_000 }).toBe('kept');
      expect(await web.incarnation('web')).not.toBe(first);
      expect(await set.capabilities.links?.cutAt('n1')).toEqual({ n1: ['n2'] });
      expect(await set.capabilities.links?.probe('n2', 'n1', 300)).toBe(false);
    });

    test('one that is stopped is silent until it goes on, and can be killed meanwhile', async () => {
      const web = await started();
      await web.signal('web', 'STOP');
      expect(await web.state('web')).toBe('stopped');
      expect(await ask('/greeting')).toBe('no answer');
      await web.signal('web', 'CONT');
      await expect.poll(() => ask('/greeting'), { timeout: 10_000 }).toBe('hello');
      await web.signal('web', 'STOP');
      await web.signal('web', 'KILL');
      expect(await web.state('web')).toBe('gone');
    });

    test('a reset removes it with its data, also where its node is off or frozen', async () => {
      await (await started()).writeFile('web', '/www/data/old', 'old\n');
      await set.capabilities.machine?.freeze('n1');
      expect(await ask('/greeting')).toBe('no answer');
      set = await pool.acquire({ names: ['n1', 'n2'] }, never);
      await expect(programs().state('web')).rejects.toMatchObject({ code: 'E_PROGRAM' });
      const web = await started();
      expect(await web.readFile('web', '/www/data/old')).toBeNull();
      await set.capabilities.power?.cut('n1', 'kept');
      expect(await web.state('web')).toBe('gone');
      await set.capabilities.power?.start('n1');
      expect(await set.capabilities.links?.probe('n2', 'n1', 300)).toBe(true);
      await web.start('web');
      await expect.poll(() => ask('/greeting'), { timeout: 10_000 }).toBe('hello');
      // A first process that has no handler of SIGTERM does not end by it.
      expect(await set.capabilities.power?.shutDown('n1', 500)).toBe(false);
      expect(await web.state('web')).toBe('gone');
      set = await pool.acquire({ names: ['n1', 'n2'] }, never);
      await started();
    });

    test('one that can’t start, and an image that is not there, are errors that say so', async () => {
      await programs().put({ ...WEB, name: 'wrong', entrypoint: ['/no-such-program'] });
      const wrong = programs().start('wrong');
      await expect(wrong).rejects.toMatchObject({ code: 'E_PROGRAM_START' });
      await expect(wrong).rejects.toThrow(/no-such-program/);
      const absent = programs().put({ ...WEB, image: { folder: '/no/such/folder' } });
      await expect(absent).rejects.toMatchObject({ name: 'InputError', code: 'E_IMAGE' });
      await expect(programs().put({ name: 'web' })).rejects.toMatchObject({ code: 'E_PROGRAM' });
    });

    test('one of an ordinary image runs as the user that is asked for, and commands run beside it', async () => {
      const folder = join(imagesFolder(), 'redis');
      const redis = programs();
      await redis.put({
        name: 'redis',
        image: { folder },
        entrypoint: ['redis-server'],
        command: ['--dir', '/var/data', '--protected-mode', 'no'],
        environment: { GREETING: 'hi' },
        user: 'redis',
        dataFolders: ['/var/data'],
      });
      await redis.start('redis');
      const ping = async (): Promise<string> =>
        (await redis.exec('redis', ['redis-cli', 'ping'])).stdout.trim();
      await expect.poll(ping, { timeout: 10_000 }).toBe('PONG');
      const seen = await redis.exec('redis', ['sh', '-c', 'id -un; echo $GREETING; hostname']);
      expect(seen.stdout).toBe('redis\nhi\nn1\n');
      const late = redis.exec('redis', ['sleep', '5'], { timeout_ms: 300 });
      await expect(late).rejects.toMatchObject({ code: 'E_NODE_EXEC_TIMEOUT' });
      await redis.signal('redis', 'TERM');
      await expect.poll(() => redis.state('redis'), { timeout: 10_000 }).toBe('gone');
    });
  },
);
