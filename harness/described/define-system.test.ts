import { describe, expect, expectTypeOf, test } from 'vitest';
import { defineClient, type OpenRequest } from '../core/client-definition.js';
import { registerType } from '../core/data-types/index.js';
import type { Json } from '../core/json.js';
import type { SystemContext } from '../core/system.js';
import { VirtualClock } from '../core/virtual-clock.js';
import { defineSystem } from './define-system.js';
import type { Widened } from './description.js';
import { fakeNodes } from './testing/fake-programs.js';

const NAMES = ['n1', 'n2', 'n3'];
const clock = new VirtualClock();

const client = defineClient({
  open: ({ node }) => node.address,
  read: (address): Json => address,
  write: () => undefined,
});

const smallest = {
  name: 'tiny',
  summary: 'a store',
  image: { name: 'tiny:1' },
  start: () => ({ name: 'db', command: ['db'] }),
  client,
};

describe('a system on hosts that ssh reaches', () => {
  const { image: _, ...imageless } = smallest;
  const hosts = { ...imageless, ssh: { hosts: ['db1', { host: 'db2' }] } };

  test('has as many nodes as hosts, needs no image, and can have what such machines offer', async () => {
    const definition = defineSystem(hosts);
    expect(definition).toMatchObject({ runsOn: 'hosts', defaultNodeCount: 2, image: null });
    expect(definition.ssh).toEqual(hosts.ssh);
    expect(definition.capabilities).toEqual([
      'links',
      'traffic',
      'processes',
      'serving',
      'descriptors',
    ]);
    const { programs, context } = fakeNodes(['n1', 'n2'], clock);
    await clock.run(definition.create(context).setup());
    expect(programs.get('n2')?.specs.get('db')).toEqual({ name: 'db', command: ['db'] });
  });

  test('says why it can not have the rest', () => {
    const { refusals = {} } = defineSystem(hosts);
    expect(refusals.power).toMatch(/switched on/);
    for (const name of ['machine', 'disks'] as const) expect(refusals[name]).toMatch(/host/);
  });
});

describe('a system in containers that run already', () => {
  const { image: _, start: __, ...unstarted } = smallest;
  const attached = { ...unstarted, attach: { containers: ['db-1', 'db-2'] } };

  test('has as many nodes as containers, is awaited, and is never started', async () => {
    const definition = defineSystem(attached);
    expect(definition).toMatchObject({ runsOn: 'containers', defaultNodeCount: 2, image: null });
    expect(definition.attach).toEqual(attached.attach);
    expect(definition.capabilities).toEqual(['links', 'traffic', 'serving']);
    const { programs, context } = fakeNodes(['n1', 'n2'], clock);
    const readied: string[] = [];
    const ready = ({ node }: { readonly node: { readonly name: string } }): void => {
      readied.push(node.name);
    };
    const system = defineSystem({ ...attached, ready }).create(context);
    await clock.run(system.setup());
    expect(readied).toEqual(expect.arrayContaining(['n1', 'n2']));
    expect(programs.get('n1')?.calls).toEqual([]);
    expect(system.capabilities.processes).toBeUndefined();
    expect(system.logs().map(({ node, file }) => [node, file])).toEqual([
      ['n1', 'db-1.log'],
      ['n2', 'db-2.log'],
    ]);
  });

  test('says why it can not have the rest', () => {
    const { refusals = {} } = defineSystem(attached);
    for (const name of ['machine', 'power', 'processes', 'clocks', 'disks'] as const)
      expect(refusals[name]).toMatch(/a container that Faultline has not started/);
  });
});

describe('a system on containers', () => {
  test('needs a name, a client and a start', () => {
    const system = defineSystem(smallest);
    expect(system).toMatchObject({ name: 'tiny', runsOn: 'containers', image: null });
    expect(system).toMatchObject({ defaultNodeCount: 3, clientModes: ['pinned'], defaults: {} });
    expect(system.capabilities).toEqual(
      expect.arrayContaining(['links', 'traffic', 'machine', 'power', 'processes', 'serving']),
    );
    expect(system.capabilities).not.toContain('primaries');
  });

  test('puts the programs of every node, starts them, and waits until clients can be opened', async () => {
    const { programs, context } = fakeNodes(NAMES, clock);
    const refusing = { looks: 3 };
    const system = defineSystem({
      ...smallest,
      start: ({ node, nodes }) => [
        { name: 'db', command: ['db', node.address, String(nodes.length)] },
        { name: 'proxy', image: { name: 'proxy:2' } },
      ],
      client: defineClient({
        open() {
          refusing.looks -= 1;
          if (refusing.looks > 0) throw new Error('refused');
          return null;
        },
      }),
    }).create(context);
    await clock.run(system.setup());
    const second = programs.get('n2');
    expect(second?.calls.slice(0, 4)).toEqual(['put db', 'put proxy', 'start db', 'start proxy']);
    expect(second?.specs.get('db')).toEqual({
      name: 'db',
      image: { name: 'tiny:1' },
      command: ['db', '10.0.0.2', '3'],
    });
    expect(second?.specs.get('proxy')?.image).toEqual({ name: 'proxy:2' });
    expect(await clock.run(system.health())).toEqual({ healthy: true });
  });

  test('starts one node after the other where it says so', async () => {
    const { programs, context } = fakeNodes(NAMES, clock);
    const readied: string[] = [];
    const system = defineSystem({
      ...smallest,
      startsInTurn: true,
      async ready({ node }) {
        for (const name of NAMES.slice(NAMES.indexOf(node.name) + 1)) {
          if (readied.length < 3) expect(await programs.get(name)?.state('db')).toBe('gone');
        }
        readied.push(node.name);
      },
    }).create(context);
    await clock.run(system.setup());
    expect(readied.slice(0, 3)).toEqual(NAMES);
  });

  test('that does not get ready says why, with what its program printed', async () => {
    const { programs, context } = fakeNodes(NAMES, clock);
    programs.get('n2')?.printed.set('db', 'FATAL: no space');
    const system = defineSystem({
      ...smallest,
      readyWithin_ms: 2000,
      ready({ node }) {
        if (node.name === 'n2') throw new Error('ECONNREFUSED');
      },
    }).create(context);
    await expect(clock.run(system.setup())).rejects.toThrow(
      /tiny to be ready on n2[^]*after 2000 ms[^]*ECONNREFUSED[^]*db printed:\nFATAL: no space/,
    );
  });

  test('whose program ends is not awaited any longer', async () => {
    const { programs, context } = fakeNodes(NAMES, clock);
    programs.get('n3')?.dying.add('db');
    const start = clock.now();
    const ready = ({ node }: { readonly node: { readonly name: string } }): boolean =>
      node.name !== 'n3';
    const system = defineSystem({ ...smallest, ready }).create(context);
    await expect(clock.run(system.setup())).rejects.toThrow(/ready on n3[^]*db has ended/);
    expect(clock.now() - start).toBeLessThan(5e9);
  });

  test('without an image for a program is refused', async () => {
    const { context } = fakeNodes(NAMES, clock);
    const { image, ...rest } = smallest;
    expect(image).toBeDefined();
    await expect(clock.run(defineSystem(rest).create(context).setup())).rejects.toThrow(
      /an image for the program db of tiny/,
    );
  });

  test('that keeps no data on a disk is refused where a fault acts on disks', async () => {
    const disks = (): SystemContext => {
      const { context } = fakeNodes(NAMES, clock);
      return { ...context, capabilitiesNeeded: ['disks'] };
    };
    await expect(clock.run(defineSystem(smallest).create(disks()).setup())).rejects.toThrow(
      /a program of tiny on n1 that keeps its data in "dataFolders"/,
    );
    const start = { start: () => [{ name: 'db', dataFolders: ['/var/lib/db'] }] };
    await clock.run(
      defineSystem({ ...smallest, ...start })
        .create(disks())
        .setup(),
    );
  });

  test('lets faults act on its programs', async () => {
    const { programs, context } = fakeNodes(NAMES, clock);
    const system = defineSystem(smallest).create(context);
    await clock.run(system.setup());
    const { processes, serving } = system.capabilities;
    expect(processes?.list('n1')).toEqual(['db']);
    expect(await processes?.state('n1', 'db')).toBe('running');
    const before = await processes?.incarnation('n1', 'db');
    await processes?.signal('n1', 'db', 'KILL');
    expect(await processes?.state('n1', 'db')).toBe('gone');
    expect(await processes?.incarnation('n1', 'db')).toBeNull();
    await processes?.start('n1', 'db');
    expect(await processes?.incarnation('n1', 'db')).not.toBe(before);
    expect(programs.get('n1')?.calls.slice(-2)).toEqual(['KILL db', 'start db']);
    expect(await serving?.serves('n1', 1000)).toBe(true);
  });

  test('keeps what its programs print, and the files that it names', async () => {
    const { programs, context } = fakeNodes(['n1'], clock);
    programs.get('n1')?.printed.set('db', 'started');
    const system = defineSystem({
      ...smallest,
      start: () => ({ name: 'db', files: { '/var/log/db/slow.txt': 'slow' } }),
      logs: ['/var/log/db/slow.txt'],
    }).create(context);
    await clock.run(system.setup());
    const kept = system.logs().map(async (log) => [log.file, await log.read(100)]);
    expect(await Promise.all(kept)).toEqual([
      ['db.log', 'started'],
      ['slow.txt', 'slow'],
    ]);
  });

  test('with roles knows its primary, and is not whole without one', async () => {
    const { context } = fakeNodes(NAMES, clock);
    const roles = new Map<string, string>([
      ['n1', 'leader'],
      ['n2', 'follower'],
    ]);
    const definition = defineSystem({
      ...smallest,
      role({ node }) {
        const role = roles.get(node.name);
        if (role === undefined) throw new Error('ECONNREFUSED');
        return role;
      },
    });
    expect(definition.capabilities).toContain('primaries');
    const system = definition.create(context);
    await clock.run(system.setup());
    expect(await clock.run(system.roles())).toEqual([
      { node: 'n1', role: 'leader' },
      { node: 'n2', role: 'follower' },
      { node: 'n3', role: 'unreachable' },
    ]);
    expect(await clock.run(system.capabilities.primaries?.primary() ?? Promise.reject())).toBe(
      'n1',
    );
    roles.set('n1', 'follower');
    expect(await clock.run(system.health())).toEqual({
      healthy: false,
      reasons: [
        'no node is primary or leader',
        'the role of n3 could not be asked for: ECONNREFUSED',
      ],
    });
  });

  test('is told by what witnesses the replication, where that tells it, and is not asked a second time', async () => {
    const { context } = fakeNodes(NAMES, clock);
    let asked = 0;
    const definition = {
      ...smallest,
      role() {
        asked += 1;
        return 'leader';
      },
    };
    const system = defineSystem({
      ...definition,
      witness: ({ node }) => {
        if (node.name === 'n3') throw new Error('ECONNREFUSED');
        return { role: node.name === 'n1' ? 'leader' : 'follower', epoch: 4 };
      },
    }).create(context);
    await clock.run(system.setup());
    asked = 0;
    expect(await clock.run(system.witness?.() ?? Promise.reject())).toEqual({
      roles: [
        { node: 'n1', role: 'leader' },
        { node: 'n2', role: 'follower' },
        { node: 'n3', role: 'unreachable' },
      ],
      nodes: [
        { node: 'n1', epoch: 4 },
        { node: 'n2', epoch: 4 },
      ],
    });
    expect(asked).toBe(0);

    const silent = defineSystem({ ...definition, witness: () => ({ epoch: 4 }) }).create(context);
    await clock.run(silent.setup());
    asked = 0;
    const { roles } = await clock.run(silent.witness?.() ?? Promise.reject());
    expect(roles.map(({ role }) => role)).toEqual(['leader', 'leader', 'leader']);
    expect(asked).toBe(3);
  });

  test('is asked of a node that witnesses without it, also where others tell theirs', async () => {
    const { context } = fakeNodes(NAMES, clock);
    const asked: string[] = [];
    const system = defineSystem({
      ...smallest,
      role({ node }) {
        asked.push(node.name);
        return node.name === 'n1' ? 'leader' : 'follower';
      },
      witness: ({ node }) => {
        if (node.name === 'n3') return null;
        return node.name === 'n1' ? { role: 'leader', epoch: 4 } : { epoch: 4 };
      },
    }).create(context);
    await clock.run(system.setup());
    asked.length = 0;
    const { roles } = await clock.run(system.witness?.() ?? Promise.reject());
    expect(roles.map(({ role }) => role)).toEqual(['leader', 'follower', 'follower']);
    expect(asked).toEqual(['n2', 'n3']);
  });

  test('makes of what nodes say whom they follow what most of them say', async () => {
    const { context } = fakeNodes(NAMES, clock);
    const follows = new Map([
      ['n2', 'n3'],
      ['n3', ''],
      ['n1', ''],
    ]);
    const system = defineSystem({
      ...smallest,
      role({ node }) {
        const source = follows.get(node.name) ?? '';
        return source === '' ? 'primary' : { role: 'replica', follows: source };
      },
    }).create(context);
    await clock.run(system.setup());
    const primary = () => clock.run(system.capabilities.primaries?.primary() ?? Promise.reject());
    expect(await primary()).toBe('n3');
    follows.set('n2', 'n4');
    expect(await primary()).toBeNull();
  });
});

describe('options', () => {
  test('have defaults, are given to all, and may be refused at planning', async () => {
    const { context, programs } = fakeNodes(['n1'], clock);
    const definition = defineSystem({
      ...smallest,
      options: { sync: false, replicas: 2 },
      check: ({ replicas }, nodes) =>
        replicas < nodes.length ? undefined : `${replicas} replicas need ${replicas + 1} nodes`,
      start({ options }) {
        expectTypeOf(options).toEqualTypeOf<{
          readonly sync: boolean;
          readonly replicas: number;
        }>();
        return { name: 'db', command: [String(options.sync), String(options.replicas)] };
      },
    });
    expect(definition.defaults).toEqual({ sync: false, replicas: 2 });
    expect(() => definition.layout?.({ replicas: 3 }, NAMES)).toThrow('3 replicas need 4 nodes');
    expect(definition.layout?.({}, NAMES)).toEqual({ data: NAMES, watchers: [] });
    await clock.run(definition.create({ ...context, options: { sync: true } }).setup());
    expect(programs.get('n1')?.specs.get('db')?.command).toEqual(['true', '2']);
  });
});

describe('a system inside the harness', () => {
  interface Map1 {
    readonly held: Map<unknown, Json>;
  }

  test('is made by its setup, and its clients get it', async () => {
    const { context } = fakeNodes(['n1'], clock);
    const ended: Map1[] = [];
    const definition = defineSystem({
      name: 'map',
      summary: 'a map',
      runsOn: 'in-process',
      setup: (): Map1 => ({ held: new Map() }),
      teardown: ({ store }) => {
        ended.push(store);
      },
      client: defineClient({
        open: ({ store }: OpenRequest<Map1>) => store.held,
        read: (held, key) => held.get(key) ?? null,
        write: (held, key, value) => held.set(key, value),
      }),
    });
    expect(definition).toMatchObject({ runsOn: 'in-process', capabilities: [] });
    const system = definition.create(context);
    await clock.run(system.setup());
    const opened = await system.clients(registerType, 'pinned').open({ process: 0, node: 'n1' });
    const op = { index: 0, process: 0, type: 'invoke', time: 0 } as const;
    await opened.invoke({ ...op, f: 'write', value: [1, 'a'] });
    expect(await opened.invoke({ ...op, f: 'read', value: [1, null] })).toEqual({
      type: 'ok',
      value: [1, 'a'],
    });
    await system.teardown();
    expect(ended).toHaveLength(1);
  });
});

test('what a store publishes is told from when it is listened to until the teardown', async () => {
  const { context } = fakeNodes(NAMES, clock);
  const calls: string[] = [];
  const event = { time: 5, node: 'n1', name: 'elected', text: 'term 4' };
  const system = defineSystem({
    ...smallest,
    listen({ nodes }, tell) {
      calls.push(`listen to ${nodes.length}`);
      tell(event);
      return () => {
        calls.push('silence');
      };
    },
    teardown: () => {
      calls.push('teardown');
    },
  }).create(context);
  await clock.run(system.setup());
  const heard: unknown[] = [];
  await clock.run(system.listen?.((one) => heard.push(one)) ?? Promise.reject());
  await clock.run(system.teardown());
  expect(heard).toEqual([event]);
  expect(calls).toEqual(['listen to 3', 'silence', 'teardown']);
  expect(defineSystem(smallest).create(context)).toMatchObject({ listen: undefined });
});

test('a listener that can not be ended does not keep the store from being ended', async () => {
  const { context } = fakeNodes(NAMES, clock);
  const calls: string[] = [];
  const system = defineSystem({
    ...smallest,
    listen: () => () => {
      throw new Error('the connection is dead');
    },
    teardown: () => {
      calls.push('teardown');
    },
  }).create(context);
  await clock.run(system.setup());
  await clock.run(system.listen?.(() => undefined) ?? Promise.reject());
  await expect(clock.run(system.teardown())).rejects.toThrow(/connection is dead/);
  expect(calls).toEqual(['teardown']);
});

test('a listener whose end hangs does not keep the store from being ended either', async () => {
  const { context } = fakeNodes(NAMES, clock);
  const calls: string[] = [];
  const system = defineSystem({
    ...smallest,
    listen: () => () => new Promise<void>(() => undefined),
    teardown: () => {
      calls.push('teardown');
    },
  }).create(context);
  await clock.run(system.setup());
  await clock.run(system.listen?.(() => undefined) ?? Promise.reject());
  await expect(clock.run(system.teardown())).rejects.toThrow(/did not end within 2000 ms/);
  expect(calls).toEqual(['teardown']);
});

describe('a health that throws', () => {
  test('is asked again, and says at the time limit what it has thrown', async () => {
    const { context } = fakeNodes(NAMES, clock);
    const left = { failures: 3 };
    const health = () => {
      left.failures -= 1;
      if (left.failures >= 0) throw new Error('ECONNREFUSED');
      return [];
    };
    const system = defineSystem({ ...smallest, health }).create(context);
    await clock.run(system.setup());
    expect(await clock.run(system.health())).toEqual({ healthy: true });
    left.failures = 1;
    const reason = 'what is missing could not be asked for: ECONNREFUSED';
    expect(await clock.run(system.health())).toEqual({ healthy: false, reasons: [reason] });

    left.failures = 1_000_000;
    const never = defineSystem({ ...smallest, health }).create(context);
    await expect(clock.run(never.setup())).rejects.toThrow(/after 30000 ms: .*ECONNREFUSED/);
  });
});

describe('the data files of a system', () => {
  const described = { ...smallest, dataFiles: { log: /\.log$/ } };

  test('come with faults that damage them, where its description names them', () => {
    expect(defineSystem(described).capabilities).toEqual(
      expect.arrayContaining(['files', 'dataFiles', 'descriptors', 'disks']),
    );
    const { capabilities, refusals = {} } = defineSystem(smallest);
    expect(capabilities).not.toContain('dataFiles');
    expect(refusals.dataFiles).toMatch(/it has no "dataFiles"/);
  });

  test('of containers that somebody else has started are left alone', () => {
    const { start: _start, image: _image, ...others } = described;
    const attached = defineSystem({ ...others, attach: { containers: ['db1'] } });
    expect(attached.capabilities).not.toContain('dataFiles');
    expect(attached.capabilities).not.toContain('descriptors');
    expect(attached.refusals?.dataFiles).toMatch(/a container that Faultline has not started/);
  });
});

describe('the types of a system', () => {
  const { start, client: _client, ...rest } = smallest;

  test('refuse one without a start, or without a client', () => {
    // @ts-expect-error there is no start
    expect(() => defineSystem({ ...rest, client })).toThrow(/tiny has no start/);
    // @ts-expect-error there is no client
    expect(() => defineSystem({ ...rest, start })).toThrow(/tiny has no client/);
  });

  test('refuse a program without a name, and a client of another store', () => {
    expect(
      defineSystem({
        ...smallest,
        // @ts-expect-error a program has a name
        start: () => ({ command: ['db'] }),
      }),
    ).toBeDefined();
    expect(
      defineSystem({
        ...smallest,
        setup: () => ({ socket: 7 }),
        // @ts-expect-error the store of this client is a text
        client: defineClient({ open: ({ store }: OpenRequest<string>) => store.length }),
      }),
    ).toBeDefined();
  });

  test('give a client the options of its system, with the types of their defaults', () => {
    const options = { durable: true, level: 'one' };
    const { client: _own, ...others } = smallest;
    expect(
      defineSystem({
        ...others,
        options,
        client: defineClient({
          open({ options: given }: OpenRequest<unknown, Widened<typeof options>>) {
            expectTypeOf(given.durable).toEqualTypeOf<boolean>();
            return given.level;
          },
        }),
      }),
    ).toBeDefined();
  });

  test('refuse a client that asks for options that its system does not have', () => {
    const asks = defineClient({
      open: ({ options }: OpenRequest<unknown, { readonly level: string }>) => options.level,
    });
    const { client: _own, ...others } = smallest;
    expect(
      defineSystem({
        ...others,
        options: { durable: true },
        // @ts-expect-error the system has no option "level"
        client: asks,
      }),
    ).toBeDefined();
    expect(defineSystem({ ...others, options: { level: 'one' }, client: asks })).toBeDefined();
  });
});
