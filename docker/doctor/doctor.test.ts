import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Kernel } from '../../harness/core/kernel.js';
import type { Node, NodePool } from '../../harness/core/node.js';
import type { ExecResult } from '../../harness/core/exec.js';
import { REGISTRY_BASE } from '../build/base.js';
import { ensureImage } from '../build/image.js';
import { Claims } from '../owner/claim.js';
import { FakeEngine, FakeRoutes } from '../testing/fake-engine.js';
import { doctor } from './doctor.js';
import type { Check, Finding } from './finding.js';
import { checkHost, checkMemory } from './host.js';
import { checkNode } from './node-checks.js';

const signal = new AbortController().signal;
const root = process.platform === 'linux' && process.getuid?.() === 0;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A pool of one node in which scripts that contain one of `failing` fail. */
function poolWhere(failing: readonly string[]): NodePool & { disposed: boolean } {
  const exec = async (command: readonly string[]): Promise<ExecResult> => {
    const fails = failing.some((word) => command.join(' ').includes(word));
    return { exitCode: fails ? 2 : 0, stdout: '', stderr: fails ? 'Error: it is unknown.' : '' };
  };
  const node = { name: 'n1', address: '198.18.7.2', exec } as unknown as Node;
  return {
    disposed: false,
    acquire: () => Promise.resolve({ nodes: [node], capabilities: {} }),
    dispose() {
      this.disposed = true;
      return Promise.resolve();
    },
  };
}

function look(
  engine: FakeEngine,
  createPool = () => Promise.resolve<NodePool>(poolWhere([])),
  kernel: Kernel = { lacks: () => Promise.resolve(null) },
) {
  const claims = new Claims(folder);
  return doctor({
    engine,
    routes: new FakeRoutes(),
    claims,
    kernel,
    images: ['redis'],
    signal,
    createPool,
  });
}

function statusOf(findings: readonly Finding[], check: Check): string | undefined {
  return findings.find((finding) => finding.check === check)?.status;
}

test('without an engine, engine and images are missing, and the rest is still looked at', async () => {
  const engine = new FakeEngine();
  engine.gone = true;
  const findings = await look(engine);
  expect(['engine', 'images', 'node'].map((check) => statusOf(findings, check as Check))).toEqual([
    'missing',
    'missing',
    'missing',
  ]);
  expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['disk', 'memory']));
});

test('every finding that is not ok says what to do', async () => {
  for (const gone of [true, false]) {
    const engine = new FakeEngine();
    engine.gone = gone;
    for (const { status, advice } of await look(engine)) {
      expect(status === 'ok' ? advice : typeof advice).toBe(status === 'ok' ? null : 'string');
    }
  }
});

test('an image that is not built is missing, and no node is tried', async () => {
  let pools = 0;
  const findings = await look(new FakeEngine(), () => {
    pools += 1;
    return Promise.resolve(poolWhere([]));
  });
  expect(statusOf(findings, 'images')).toBe('missing');
  expect(pools).toBe(0);
});

test.skipIf(!root)(
  'with engine and images a node is looked into, and its pool is disposed of',
  async () => {
    const engine = new FakeEngine();
    engine.imageTable.set(REGISTRY_BASE, 'base-1');
    await ensureImage('redis', {
      engine,
      progress: () => undefined,
      signal,
      exclusively: (work) => work(),
    });
    const pool = poolWhere(['FAKETIME']);
    const findings = await look(engine, () => Promise.resolve(pool));
    expect(findings.filter(({ status }) => status !== 'ok').map(({ check }) => check)).toEqual([
      'libfaketime',
    ]);
    expect(pool.disposed).toBe(true);
  },
);

test('what fails in a node is missing where no partition is possible, limited elsewhere', async () => {
  const findings = await checkNode(poolWhere(['iptables', 'FAKETIME']), signal);
  expect(Object.fromEntries(findings.map(({ check, status }) => [check, status]))).toEqual({
    node: 'ok',
    iptables: 'missing',
    libfaketime: 'limited',
  });
  expect(findings.find(({ check }) => check === 'iptables')?.found).toBe('Error: it is unknown.');
});

test('what the kernel lacks is limited, with its reason, with an engine and without', async () => {
  const kernel: Kernel = {
    lacks: (feature) => Promise.resolve(feature === 'netem' ? 'no sch_netem' : null),
  };
  for (const gone of [true, false]) {
    const engine = new FakeEngine();
    engine.gone = gone;
    const findings = await look(engine, undefined, kernel);
    expect(findings.find(({ check }) => check === 'netem')).toMatchObject({
      status: 'limited',
      found: 'no sch_netem',
    });
    expect(statusOf(findings, 'tbf')).toBe('ok');
  }
});

test('a node that does not start is missing, with its error', async () => {
  const pool = poolWhere([]);
  pool.acquire = () =>
    Promise.reject(
      new EnvironmentError({ code: 'E', expected: 'a', actual: 'no cgroups', advice: 'b' }),
    );
  const [node] = await checkNode(pool, signal);
  expect(node).toMatchObject({ check: 'node', status: 'missing' });
  expect(node?.found).toContain('no cgroups');
});

test('other systems than Linux, and other users than root, can’t have nodes', () => {
  expect(checkHost('darwin', 501).status).toBe('missing');
  expect(checkHost('linux', 1000).status).toBe('missing');
  expect(checkHost('linux', 0).status).toBe('ok');
});

test('little memory is limited, too little is missing', () => {
  const GIB = 1024 ** 3;
  expect([0.2, 1, 8].map((gib) => checkMemory(gib * GIB).status)).toEqual([
    'missing',
    'limited',
    'ok',
  ]);
});

test('nodes of an engine elsewhere that no client here reaches are missing, in words', async () => {
  const pool = poolWhere([]);
  const far = {
    code: 'E_NODE_UNREACHABLE',
    expected: 'a way',
    actual: 'the engine at tcp://far:2375 runs n1, and no connection gets there',
    advice: 'run Faultline there',
  };
  pool.acquire = () => Promise.reject(new EnvironmentError(far));
  const [node] = await checkNode(pool, signal);
  expect(node).toMatchObject({
    status: 'missing',
    found: far.actual,
    meaning: 'nodes start, but no client here reaches them',
    advice: far.advice,
  });
});
