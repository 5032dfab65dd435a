import { describe, expect, test } from 'vitest';
import { defineClient, type ClientDefinition } from './client-definition.js';
import { CLOSE_TIMEOUT_MS, clientSource, OPEN_TIMEOUT_MS } from './client-source.js';
import type { Client } from './client.js';
import { NS_PER_MS } from './clock.js';
import {
  counterType,
  lockType,
  queueType,
  registerType,
  setType,
  transactionsType,
} from './data-types/index.js';
import type { DataType } from './data-type.js';
import { InputError } from './errors.js';
import type { Json } from './json.js';
import { OpFailed, OpIndeterminate } from './op-errors.js';
import type { Completion } from './op.js';
import { VirtualClock } from './virtual-clock.js';

const clock = new VirtualClock();
const nodes = [
  { name: 'n1', address: '10.0.0.1' },
  { name: 'n2', address: '10.0.0.2' },
];

function source(client: ClientDefinition, dataType: DataType = registerType) {
  const shared = { mode: 'pinned', nodes, options: { a: 1 }, store: 'shared', clock } as const;
  return clientSource({ client, dataType, ...shared });
}

const opened = (client: ClientDefinition, dataType?: DataType): Promise<Client> =>
  source(client, dataType).open({ process: 3, node: 'n2' });

function ask(client: Client, f: string, value?: Json): Promise<Completion> {
  return client.invoke({ index: 0, process: 3, type: 'invoke', f, value, time: 0 });
}

/** A client whose only method is `write`, which throws. */
const throwing = (thrown: unknown, also: Partial<ClientDefinition> = {}): ClientDefinition => ({
  ...defineClient({
    open: () => null,
    write: () => {
      throw thrown;
    },
    read: () => {
      throw thrown;
    },
  }),
  ...also,
});

describe('opening', () => {
  test('tells the client its node, its process, and what all clients share', async () => {
    let asked: unknown;
    await opened({
      open(request) {
        asked = request;
        return null;
      },
    });
    const node = { name: 'n2', address: '10.0.0.2' };
    const shared = { options: { a: 1 }, store: 'shared', mode: 'pinned' };
    expect(asked).toMatchObject({ node, nodes, process: 3, ...shared });
  });

  test('that throws rejects: nothing was sent', async () => {
    const broken = (): never => {
      throw new Error('refused');
    };
    await expect(opened({ open: broken })).rejects.toThrow('refused');
  });

  test('has a bound, after which the connection is closed when it comes', async () => {
    const closed: unknown[] = [];
    let arrive = (_connection: string): void => undefined;
    const opening = opened({
      open: () =>
        new Promise<string>((resolve) => {
          arrive = resolve;
        }),
      close: (connection) => closed.push(connection),
    });
    const start = clock.now();
    await expect(clock.run(opening)).rejects.toThrow(`within ${OPEN_TIMEOUT_MS} ms`);
    expect(clock.now() - start).toBe(OPEN_TIMEOUT_MS * NS_PER_MS);
    arrive('late');
    await expect.poll(() => closed).toEqual(['late']);
  });
});

describe('an op', () => {
  test('whose method returns is ok, also where it returns no promise', async () => {
    const held = new Map<unknown, Json>();
    const client = await opened(
      defineClient({
        open: () => held,
        read: (map, key) => map.get(key) ?? null,
        write: (map, key, value) => map.set(key, value),
      }),
    );
    const value = ['k', { any: ['json', null, 1.5] }];
    expect(await ask(client, 'read', ['k', null])).toEqual({ type: 'ok', value: ['k', null] });
    expect(await ask(client, 'write', value)).toEqual({ type: 'ok', value });
    expect(await ask(client, 'read', ['k', null])).toEqual({ type: 'ok', value });
    expect(await ask(client, 'final-read', ['k', null])).toEqual({ type: 'ok', value });
  });

  test('that throws OpFailed has failed, and the connection stays', async () => {
    const client = await opened(throwing(new OpFailed('not-leader', 'n2 follows n1')));
    expect(await ask(client, 'write', [1, 1])).toEqual({
      type: 'fail',
      error: { code: 'not-leader', message: 'n2 follows n1' },
    });
    expect(client.usable).toBe(true);
  });

  test('that throws OpFailed with reconnect leaves the connection', async () => {
    const client = await opened(throwing(new OpFailed('not-leader', '', { reconnect: true })));
    expect(await ask(client, 'write', [1, 1])).toMatchObject({ type: 'fail' });
    expect(client.usable).toBe(false);
    expect(await ask(client, 'write', [1, 1])).toMatchObject({ error: { code: 'not-sent' } });
  });

  test.each([
    ['OpIndeterminate', new OpIndeterminate('timeout', 'no reply'), 'timeout', 'no reply'],
    ['any other error', new Error('socket hang up'), 'client-error', 'socket hang up'],
    ['what is no error', 'nonsense', 'client-error', 'nonsense'],
  ])(
    'that throws %s is indeterminate, and the connection is left',
    async (_, thrown, code, message) => {
      const client = await opened(throwing(thrown));
      expect(await ask(client, 'write', [1, 1])).toEqual({
        type: 'info',
        error: { code, message },
      });
      expect(client.usable).toBe(false);
    },
  );

  test('that only reads has failed, whatever it throws', async () => {
    for (const thrown of [new OpIndeterminate('timeout', ''), new Error('socket hang up')]) {
      const client = await opened(throwing(thrown));
      expect(await ask(client, 'read', [1, null])).toMatchObject({ type: 'fail' });
      expect(client.usable).toBe(false);
    }
  });

  test('is told by the client’s own words for the errors of its driver', async () => {
    const classify = (thrown: unknown): OpFailed | undefined =>
      String(thrown).includes('40001') ? new OpFailed('serialization', 'rolled back') : undefined;
    const refused = await opened(throwing(new Error('40001'), { classify }));
    expect(await ask(refused, 'write', [1, 1])).toMatchObject({
      type: 'fail',
      error: { code: 'serialization' },
    });
    const unknown = await opened(throwing(new Error('57P01'), { classify }));
    expect(await ask(unknown, 'write', [1, 1])).toMatchObject({ type: 'info' });
  });

  test('is not sent over a connection that the client says is down', async () => {
    const client = await opened(throwing(new Error('sent'), { usable: () => false }));
    expect(await ask(client, 'write', [1, 1])).toMatchObject({
      type: 'fail',
      error: { code: 'not-sent' },
    });
  });

  test('names the node that served it where the client looked for it', async () => {
    const client = await opened({
      ...defineClient({ open: () => 0, write: () => 0 }),
      nodeOf: () => 'n1',
    });
    expect(await ask(client, 'write', [1, 1])).toMatchObject({ type: 'ok', node: 'n1' });
  });

  test('that its data type does not know is the workload’s mistake, and fails', async () => {
    const client = await opened(throwing(new Error('sent')));
    for (const [f, value] of [
      ['enqueue', 1],
      ['write', 7],
      ['read', null],
    ] as const) {
      expect(await ask(client, f, value)).toMatchObject({
        type: 'fail',
        error: { code: 'unserved-op', message: expect.stringContaining('"register"') as string },
      });
    }
  });

  test('ends the run where the client answers what is no JSON', async () => {
    const wrong = { open: () => null, read: () => new Date(0), readAll: () => 7 };
    const ofRegister = await opened(wrong);
    await expect(ask(ofRegister, 'read', [1, null])).rejects.toThrow(InputError);
    await expect(ask(ofRegister, 'read', [1, null])).rejects.toThrow(/JSON[^]*an object of Date/);
    const ofSet = await opened(wrong, setType);
    await expect(ask(ofSet, 'read')).rejects.toThrow(/a list of elements[^]*it returned 7/);
  });
});

describe('closing', () => {
  test('never rejects, and has a bound', async () => {
    const failing = await opened({
      open: () => null,
      close: () => Promise.reject(new Error('no')),
    });
    await failing.close();
    expect(failing.usable).toBe(false);
    const hanging = await opened({ open: () => null, close: () => new Promise(() => undefined) });
    const start = clock.now();
    await clock.run(hanging.close());
    expect(clock.now() - start).toBe(CLOSE_TIMEOUT_MS * NS_PER_MS);
  });
});

describe('data types', () => {
  test('a compare-and-set that did not match has failed, with what it saw if the store tells', async () => {
    const cas = (answer: unknown) =>
      opened({ open: () => null, ...({ cas: () => answer } as object) }).then((client) =>
        ask(client, 'cas', [3, [4, 6]]),
      );
    expect(await cas(true)).toEqual({ type: 'ok', value: [3, [4, 6]] });
    expect(await cas(false)).toMatchObject({ type: 'fail', error: { code: 'cas-mismatch' } });
    expect(await cas({ swapped: false, saw: 5 })).toEqual({
      type: 'fail',
      value: [3, [4, 6]],
      error: { code: 'cas-mismatch', message: 'expected 4, saw 5', saw: 5 },
    });
    await expect(cas(1)).rejects.toThrow('true or false');
  });

  test('the final reads of a set are one piece where the client has no scans', async () => {
    const client = await opened(
      defineClient({ open: () => null, readAll: () => [1, 'b'] }),
      setType,
    );
    expect(await ask(client, 'final-read', { cursor: '0' })).toEqual({
      type: 'ok',
      value: { cursor: '0', elements: [1, 'b'] },
    });
  });

  test('queue, lock, counter and transactions', async () => {
    const client = defineClient({
      open: () => [] as Json[],
      enqueue: (queue, element) => queue.push(element),
      dequeue: (queue) => queue.shift() ?? null,
      acquire: () => 17,
      release: () => undefined,
      increment: () => undefined,
      count: () => 3,
      txn: (_, steps) => steps.map(([f, key, value]) => [f, key, value ?? [1]] as const),
    });
    const queue = await opened(client, queueType);
    expect(await ask(queue, 'enqueue', 'a')).toEqual({ type: 'ok', value: 'a' });
    expect(await ask(queue, 'dequeue')).toEqual({ type: 'ok', value: 'a' });
    expect(await ask(queue, 'dequeue')).toEqual({ type: 'ok', value: null });
    const lock = await opened(client, lockType);
    expect(await ask(lock, 'acquire', ['a', null])).toEqual({ type: 'ok', value: ['a', 17] });
    expect(await ask(lock, 'release', ['a', 17])).toEqual({ type: 'ok', value: ['a', 17] });
    const counter = await opened(client, counterType);
    expect(await ask(counter, 'add', 2)).toEqual({ type: 'ok', value: 2 });
    expect(await ask(counter, 'read')).toEqual({ type: 'ok', value: 3 });
    const transactions = await opened(client, transactionsType);
    const steps = [
      ['append', 1, 5],
      ['r', 1, null],
    ];
    expect(await ask(transactions, 'txn', steps)).toEqual({
      type: 'ok',
      value: [
        ['append', 1, 5],
        ['r', 1, [1]],
      ],
    });
  });
});
