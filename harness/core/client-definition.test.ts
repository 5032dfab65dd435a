import { describe, expect, expectTypeOf, test } from 'vitest';
import { defineClient, methodsOf, type ClientDefinition } from './client-definition.js';
import { missingMethods, servedOperations } from './client-fit.js';
import { answer, defineDataType, ok } from './data-type.js';
import { queueType, registerType, setType } from './data-types/index.js';
import type { Json } from './json.js';

interface Connection {
  get(key: string): Promise<string>;
}

const connect = (address: string): Promise<Connection> =>
  Promise.resolve({ get: () => Promise.resolve(address) });

interface StackMethods {
  push(value: Json): Promise<unknown>;
  pop(): Promise<Json>;
}

declare module './data-types/index.js' {
  // oxlint-disable-next-line typescript/no-empty-object-type
  interface ClientMethods extends StackMethods {}
}

const stackType = defineDataType<StackMethods>({
  name: 'stack',
  summary: 'last in, first out',
  operations: {
    push: { needs: ['push'], serve: (client, v = null) => client.push(v).then(() => ok(v)) },
    pop: { needs: ['pop'], serve: (client) => client.pop().then((v) => ok(answer(v))) },
  },
});

describe('the types of a client', () => {
  test('follow from what open gives', () => {
    expect(
      defineClient({
        open: ({ node }) => connect(node.address),
        read(connection, key) {
          expectTypeOf(connection).toEqualTypeOf<Connection>();
          expectTypeOf(key).toEqualTypeOf<string | number>();
          return connection.get(String(key));
        },
        close(connection) {
          expectTypeOf(connection).toEqualTypeOf<Connection>();
        },
      }),
    ).toBeDefined();
  });

  test('refuse a method of a known name with another signature', () => {
    expect(
      defineClient({
        open: ({ node }) => connect(node.address),
        // @ts-expect-error a register is read by a key, which is no Date
        read: (_connection, _key: Date) => 'a',
      }),
    ).toBeDefined();
    expect(
      defineClient({
        open: ({ node }) => connect(node.address),
        // @ts-expect-error a set is read as a list
        readAll: () => 7,
      }),
    ).toBeDefined();
    expect(
      defineClient({
        open: ({ node }) => connect(node.address),
        // @ts-expect-error a value is JSON, which a Date is not
        read: () => new Date(),
      }),
    ).toBeDefined();
  });

  test('refuse a method that no data type knows, such as one that is misspelt', () => {
    expect(
      defineClient({
        open: ({ node }) => connect(node.address),
        // @ts-expect-error
        raed: () => 'a',
      }),
    ).toBeDefined();
  });

  test('take the methods of data types of one’s own', () => {
    const client = defineClient({
      open: ({ node }) => connect(node.address),
      push: (connection, value) => connection.get(JSON.stringify(value)),
      pop: (connection) => connection.get('top'),
    });
    expect(methodsOf(client)).toEqual(['pop', 'push']);
    expect(missingMethods(client, stackType)).toEqual([]);
    expect(
      defineClient({
        open: ({ node }) => connect(node.address),
        // @ts-expect-error what is popped is JSON
        pop: () => new Date(),
      }),
    ).toBeDefined();
  });

  test('refuse an operation that needs a method which its data type does not have', () => {
    expect(
      defineDataType<StackMethods>({
        name: 'stack',
        summary: 'last in, first out',
        // @ts-expect-error there is no "peek"
        operations: { peek: { needs: ['peek'], serve: () => null } },
      }),
    ).toBeDefined();
  });
});

describe('a client', () => {
  const read = (): Json => null;
  const write = (): void => undefined;
  const open = (): null => null;

  test('without open is refused, with what it has', () => {
    // @ts-expect-error there is no open
    expect(() => defineClient({ read })).toThrow(/a method "open"[^]*it has read/);
  });

  test('fits a data type whose methods it has, the optional ones or not', () => {
    expect(missingMethods(defineClient({ open, read, write }), registerType)).toEqual([]);
    expect(missingMethods(defineClient({ open, read }), registerType)).toEqual(['write']);
    expect(missingMethods(defineClient({ open, read, write }), setType)).toEqual([
      'add',
      'readAll',
    ]);
    expect(missingMethods(defineClient({ open }), queueType)).toEqual(['enqueue', 'dequeue']);
  });

  test('has to serve what a workload insists on', () => {
    const client = defineClient({ open, read, write });
    expect(missingMethods(client, registerType, ['read', 'cas'])).toEqual(['cas']);
    expect(missingMethods(defineClient({ open, read }), registerType, ['read'])).toEqual([]);
  });

  test('serves the operations that it has the methods for', () => {
    const served = servedOperations(defineClient({ open, read, write }), registerType);
    expect([...served].sort()).toEqual(['final-read', 'read', 'write']);
  });

  test('may be an object of a class', () => {
    class Client {
      open(): null {
        return null;
      }
      read(): Json {
        return null;
      }
    }
    const client: ClientDefinition = new Client();
    expect(methodsOf(client)).toEqual(['read']);
    expect(missingMethods(client, registerType)).toEqual(['write']);
  });
});
