import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import { ensureImage } from '../build/image.js';
import { dockerEngine } from '../engine/docker-engine.js';
import type { Engine } from '../engine/engine.js';
import { createNodePool } from '../index.js';
import { keeperAnswers } from '../machine/answer.js';
import { OWNER_LABEL } from '../owner/labels.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import type { ContainerPool } from './node-pool.js';
import { Pod } from './pod.js';

const clock = systemClock();
const engine = dockerEngine(clock);

describe.skipIf(!(await engineTestsCanRun()))('a container that does not become a node', () => {
  let pool: ContainerPool;
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
    const sandbox = await ensureImage('sandbox', {
      engine,
      progress: () => undefined,
      signal: new AbortController().signal,
      exclusively: (work) => work(),
    });
    const broken: Engine = {
      ...engine,
      createContainer: (spec) =>
        engine.createContainer({ ...spec, command: ['-c', 'echo out of order; exit 3'] }),
    };
    const parts = {
      engine: broken,
      clock,
      answers: (at: string, timeout_ms: number) => keeperAnswers(clock, at, timeout_ms),
      image: () => Promise.reject(new Error('no programs')),
    };
    const spec = {
      name: 'n9',
      address,
      images: { sandbox, store: null },
      network: network.name,
      containerName: `${network.name}-n9`,
      labels: network.labels,
    };
    const started = Pod.create(parts, spec, '');
    await expect(started).rejects.toMatchObject({ name: 'EnvironmentError', code: 'E_NODE_START' });
    await expect(started).rejects.toThrow(/node n9[^]*ended by itself[^]*out of order/);
    const left = await engine.containers(OWNER_LABEL);
    expect(left.filter(({ name }) => name === spec.containerName)).toEqual([]);
  });
});
