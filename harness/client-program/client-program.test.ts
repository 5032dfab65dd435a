import { afterEach, describe, expect, test } from 'vitest';
import { methodsOf } from '../core/client-definition.js';
import { clientSource } from '../core/client-source.js';
import type { Client } from '../core/client.js';
import { systemClock } from '../core/clock.js';
import { registerType } from '../core/data-types/index.js';
import { InputError } from '../core/errors.js';
import type { Json } from '../core/json.js';
import type { Completion } from '../core/op.js';
import { clientProgram } from './client-program.js';
import { ProgramConnection } from './program-connection.js';

const closing: Client[] = [];
afterEach(async () => {
  for (const client of closing.splice(0)) await client.close();
});

/** A program in Python whose answer to each line is what an expression of `op` gives. */
function program(answer: string, before = ''): readonly [string, ...string[]] {
  const script = `
import json, os, sys, time
${before}
for line in sys.stdin:
    op = json.loads(line)
    given = op["arguments"]
    print(${answer}, flush=True)
`;
  return ['python3', '-c', script];
}

const OPENED = `'{"ok": null}' if op["method"] == "open" else`;

async function open(command: readonly [string, ...string[]]): Promise<Client> {
  const client = await clientSource({
    client: clientProgram({ command, methods: ['read', 'write', 'cas'] }),
    dataType: registerType,
    mode: 'pinned',
    nodes: [{ name: 'n1', address: '10.0.0.1' }],
    options: { a: 1 },
    store: { url: 'http://x' },
    clock: systemClock(),
  }).open({ process: 4, node: 'n1' });
  closing.push(client);
  return client;
}

function ask(client: Client, f: string, value: Json): Promise<Completion> {
  return client.invoke({ index: 0, process: 4, type: 'invoke', f, value, time: 0 });
}

describe('a client that is a program', () => {
  test('has the methods that it names', () => {
    const methods = methodsOf(clientProgram({ command: ['x'], methods: ['read', 'pop'] }));
    expect(methods).toEqual(['pop', 'read']);
  });

  test('is refused without a command or methods', () => {
    expect(() => clientProgram({ command: ['x'], methods: [] })).toThrow(/no names in "methods"/);
    expect(() => clientProgram({ methods: ['read'] } as never)).toThrow(/no words in "command"/);
  });

  test('is told what it is opened for, and asked by lines', async () => {
    const client = await open(program('json.dumps({"ok": op["method"] + json.dumps(given)})'));
    expect(await ask(client, 'read', ['k', null])).toEqual({
      type: 'ok',
      value: ['k', 'read["k"]'],
    });
    expect(await ask(client, 'write', ['k', { any: 'é\n' }])).toMatchObject({ type: 'ok' });
    const echo = new ProgramConnection({ command: program('json.dumps({"ok": given})') });
    expect(await echo.ask('open', ['a\nb', { c: null }])).toEqual(['a\nb', { c: null }]);
    await echo.close();
  });

  test('says of an op that it has failed, and of another that nobody knows', async () => {
    const client = await open(
      program(
        `${OPENED} '{"fail": "not-leader", "message": "n1 leads"}' if op["method"] == "cas" else '{"info": "timeout", "message": "no reply"}'`,
      ),
    );
    expect(await ask(client, 'cas', [1, [2, 3]])).toEqual({
      type: 'fail',
      error: { code: 'not-leader', message: 'n1 leads' },
    });
    expect(client.usable).toBe(true);
    expect(await ask(client, 'write', [1, 2])).toEqual({
      type: 'info',
      error: { code: 'timeout', message: 'no reply' },
    });
  });

  test('names the node that it found by itself', async () => {
    const client = await open(program('json.dumps({"ok": {"node": "n7"}})'));
    expect(await ask(client, 'write', [1, 2])).toMatchObject({ type: 'ok', node: 'n7' });
  });

  test('that ends in an op leaves it indeterminate, with its last words', async () => {
    const client = await open(program(`${OPENED} sys.exit("no route to host")`));
    const completion = await ask(client, 'write', [1, 2]);
    expect(completion).toMatchObject({ type: 'info', error: { code: 'program-ended' } });
    expect(completion).toHaveProperty(
      'error.message',
      expect.stringMatching(/ended with exit code 1; it printed:\nno route to host/),
    );
    expect(client.usable).toBe(false);
    expect(await ask(client, 'write', [1, 2])).toMatchObject({ error: { code: 'not-sent' } });
  });

  test('that ends before it is open can not be opened, with its last words', async () => {
    await expect(open(program('1', 'import no_such_module'))).rejects.toThrow(
      /ended with exit code 1; it printed:[^]*No module named 'no_such_module'/,
    );
  });

  test('that does not exist ends the run: it is a mistake', async () => {
    const opening = open(['no-such-program-of-ours']);
    await expect(opening).rejects.toThrow(InputError);
    await expect(opening).rejects.toThrow(/no-such-program-of-ours[^]*ENOENT/);
  });

  test.each([
    ['what is no JSON', "'connected!'", 'connected!'],
    ['JSON that is no answer', "'[1]'", '\\[1\\]'],
    ['two answers in one', `'{"ok": 1, "fail": "x"}'`, 'fail'],
    ['a failure without a code', `'{"fail": 7}'`, '7'],
  ])('that answers with %s ends the run, which shows it', async (_, answer, shown) => {
    const client = await open(program(`${OPENED} ${answer}`));
    const asked = ask(client, 'write', [1, 2]);
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(new RegExp(`it printed: .*${shown}`));
  });

  test('that prints what nobody asked for ends the run with the next op', async () => {
    const connection = new ProgramConnection({
      command: program(`'{"ok": null}' + chr(10) + 'a log line'`),
    });
    expect(await connection.ask('open', [])).toBeNull();
    await expect.poll(() => connection.usable).toBe(false);
    await expect(connection.ask('read', [1])).rejects.toThrow('it printed: a log line');
    await connection.close();
  });

  test('that is silent ends when its connection is closed, also one that ignores its end', async () => {
    const before = 'import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)';
    const client = await open(program(`${OPENED} time.sleep(1000)`, before));
    const pending = ask(client, 'write', [1, 2]);
    await client.close();
    expect(await pending).toMatchObject({ type: 'info', error: { code: 'closed' } });
  });
});
