import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import type { NodePool } from '../../harness/core/node.js';
import { ensureImage } from '../build/image.js';
import { dockerEngine } from '../engine/docker-engine.js';
import { createNodePool } from '../index.js';
import { OWNER_LABEL, RUN_LABEL } from '../owner/labels.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { cleanNode } from './container.js';

const clock = systemClock();
const engine = dockerEngine(clock);

describe.skipIf(!(await engineTestsCanRun()))('a container that does not become a node', () => {
  let pool: NodePool;
  beforeAll(async () => {
    pool = await createNodePool({ run: 'broken' });
  });
  afterAll(async () => {
    await pool.dispose();
  });

  test('is an error with its name, the reason, and the tail of its log', async () => {
    const address = pool.clientsAddress().replace(/\.\d+$/, '.9');
    const subnet = pool.clientsAddress().replace(/\.\d+$/, '.0/24');
    const network = (await engine.networks()).find(({ subnets }) => subnets.includes(subnet));
    if (network === undefined) throw new Error('the pool has no network');
    const image = await ensureImage('redis', {
      engine,
      progress: () => undefined,
      signal: new AbortController().signal,
      exclusively: (work) => work(),
    });
    const labels = {
      [RUN_LABEL]: network.labels[RUN_LABEL] ?? '',
      [OWNER_LABEL]: network.labels[OWNER_LABEL] ?? '',
    };
    const spec = { name: 'n9', address, image, network: network.name, labels };
    const containerName = `${network.name}-n9`;
    const id = await engine.createContainer({
      name: containerName,
      hostname: 'n9',
      image,
      command: ['sh', '-c', 'echo out of order; exit 3'],
      network: network.name,
      address,
      capabilities: [],
      labels,
    });
    const started = cleanNode(engine, clock, { id, spec: { ...spec, containerName } }, 'other', '');
    await expect(started).rejects.toMatchObject({ name: 'EnvironmentError', code: 'E_NODE_START' });
    await expect(started).rejects.toThrow(/node n9[^]*out of order/);
  });
});
