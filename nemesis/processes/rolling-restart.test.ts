import { describe, expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { rollingRestart } from './rolling-restart.js';

describe('rolling-restart', () => {
  const rollOn = (cluster: StubCluster) =>
    cluster.clock.run(
      rollingRestart.create(cluster.context()).invoke('rolling-restart', undefined),
    );

  test('goes through all nodes, the primary last', async () => {
    const record = await rollOn(new StubCluster());
    expect(record.effect).toMatchObject({ order: ['n2', 'n3', 'n1'] });
    expect(record.proof).toMatchObject({ proven: true });
  });

  test('whose processes are the same as before is not proven', async () => {
    const cluster = new StubCluster();
    cluster.processes.deaf = true;
    expect((await rollOn(cluster)).proof).toEqual({
      proven: false,
      evidence: ['server on n2 is still start 0', 'sentinel on n2 is still start 0'],
    });
  });

  test('stops at a cluster that does not become whole', async () => {
    const cluster = new StubCluster();
    cluster.health = { healthy: false, reasons: ['n2 is down'] };
    const record = await rollOn(cluster);
    expect(record.proof).toEqual({ proven: false, evidence: ['n2 is down'] });
    expect(record.effect['restarted']).toHaveLength(1);
  });
});
