import { describe, expect, test } from 'vitest';
import type { Fault } from '../harness/core/fault.js';
import type { JsonObject } from '../harness/core/json.js';
import { createNemesis } from './nemesis.js';
import { FAULTS } from './faults.js';
import { StubCluster } from './testing/stub-context.js';

/** What the fault that serves an f says of itself. */
function told(effect: JsonObject, f = 'start-partition') {
  const account = FAULTS.find(({ fs }) => fs.includes(f))?.account?.(f, effect);
  if (account === undefined) throw new Error(`${f} says nothing`);
  return account;
}

describe('a cut', () => {
  test('is told from who drops whom', () => {
    expect(told({ drops: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] } })).toEqual({
      words: 'n1 was cut off from n2 and n3',
      name: 'start-partition',
      nodes: ['n1', 'n2', 'n3'],
      hurt: ['n1'],
      isolated: ['n1'],
      away: ['n1'],
    });
  });

  test('names the isolated side where it is given, clients with it', () => {
    const effect = { isolated: ['n1', 'clients'], drops: { n1: ['n2'], n2: ['n1', 'clients'] } };
    expect(told(effect).words).toBe('n1 and clients were cut off from n2');
    expect(told(effect, 'start-flapping').words).toBe(
      'n1 and clients were cut off from n2 again and again',
    );
  });

  test('from clients alone takes a node from no other node', () => {
    const account = told({ isolated: ['n1'], drops: { n1: ['clients'] } });
    expect(account).toMatchObject({ isolated: ['n1'] });
    expect(account.away).toBeUndefined();
  });

  test('of another shape isolates nobody, and hurts all that it keeps from each other', () => {
    const ring = { isolated: [], drops: { n1: ['n3'], n3: ['n1'] } };
    expect(told(ring)).toMatchObject({
      words: 'some links among n1 and n3 were cut',
      hurt: ['n1', 'n3'],
    });
    expect(told({ drops: 7, isolated: {} }).words).toBe('start-partition was in effect');
  });
});

describe('a fault on nodes', () => {
  test('is told with the nodes, and with how much of it there was', () => {
    const clock = { n2: { offset_ms: 5000, rate: 1 } };
    expect(told({ clock, primary: 'n1' }, 'start-clock').words).toBe(
      'clock on n2 (offset_ms 5000, rate 1) was in effect',
    );
    const kill = { n1: ['redis-server', 'redis-sentinel'], n3: ['redis-server', 'redis-sentinel'] };
    expect(told({ kill }, 'start-kill')).toMatchObject({
      words: 'kill on n1 and n3 (redis-server and redis-sentinel) was in effect',
      away: ['n1', 'n3'],
      costs: 'memory',
    });
    expect(told({ freeze: { n1: {} } }, 'start-freeze').words).toBe('freeze on n1 was in effect');
    expect(told({ node: 'n1' }, 'crash-loop')).toMatchObject({
      words: 'crash-loop on n1 was in effect',
      hurt: ['n1'],
      costs: 'memory',
    });
  });

  test('on a process that only watches leaves the store of the node alone', () => {
    expect(told({ kill: { n1: ['watcher'] }, spared: ['n1'] }, 'start-kill')).toMatchObject({
      nodes: ['n1'],
      hurt: [],
      away: [],
    });
  });

  test('that is a restart is told by what was killed', () => {
    expect(told({ kill: { n1: ['server'] } }, 'restart').name).toBe('restart on n1 (server)');
    const restarted = [{ node: 'n2' }, { node: 'n1' }];
    expect(told({ restarted }, 'rolling-restart')).toMatchObject({
      name: 'rolling-restart on n2 and n1',
      costs: 'memory',
    });
  });
});

test('a failover is told with who it was from and to, as far as it came', () => {
  expect(told({ from: 'n1', to: 'n2' }, 'failover')).toMatchObject({
    words: 'a failover from n1 to n2 was ordered',
    hurt: ['n1'],
  });
  const unknown = { roles: { n1: 'replica', n2: 'replica' } };
  expect(told(unknown, 'failover')).toMatchObject({
    words: 'a failover was ordered',
    hurt: ['n1', 'n2'],
  });
});

describe('the nemesis', () => {
  test('writes what a fault says of itself into the record of its beginning, and of that alone', async () => {
    const cluster = new StubCluster();
    const nemesis = createNemesis(FAULTS, cluster.context());
    const begun = await cluster.clock.run(nemesis.invoke('start-kill', { target: 'n2' }));
    expect(begun).toMatchObject({ account: { name: 'kill on n2 (server and sentinel)' } });
    const ended = await cluster.clock.run(nemesis.invoke('stop-kill', undefined));
    expect(ended).not.toHaveProperty('account');
  });

  test('has it told that only a watcher was hit', async () => {
    const cluster = new StubCluster();
    const nemesis = createNemesis(FAULTS, cluster.context());
    const value = { target: 'n2', process: 'sentinel' };
    expect(await cluster.clock.run(nemesis.invoke('start-kill', value))).toMatchObject({
      account: { nodes: ['n2'], hurt: [] },
    });
  });

  test('writes none for a fault that says nothing', async () => {
    const quiet: Fault = {
      name: 'quiet',
      summary: 'does nothing',
      provenBy: 'nothing',
      needs: [],
      value: [],
      fs: ['quiet'],
      overlap: () => ({ disturbs: [], relies: [] }),
      validate: () => undefined,
      create: () => ({
        invoke: () => Promise.resolve({ effect: {}, proof: { proven: true, evidence: [] } }),
        heal: () => Promise.resolve(null),
      }),
    };
    const nemesis = createNemesis([quiet], new StubCluster().context());
    expect(await nemesis.invoke('quiet', undefined)).not.toHaveProperty('account');
  });
});
