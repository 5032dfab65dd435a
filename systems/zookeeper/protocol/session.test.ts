import { afterEach, expect, test } from 'vitest';
import { Frames } from '../jute/frames.js';
import { JuteWriter } from '../jute/writer.js';
import { FakeServer } from '../testing/fake-server.js';
import { getData, multi, setData } from './request.js';
import { CODES } from './zookeeper-error.js';

const open: { server?: FakeServer } = {};

afterEach(() => open.server?.stop());

test('records come whole, however the connection cuts them', () => {
  const bytes = Buffer.concat([
    new JuteWriter().text('first').framed(),
    new JuteWriter().text('second').framed(),
  ]);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const frames = new Frames();
    const records = [...frames.take(bytes.subarray(0, cut)), ...frames.take(bytes.subarray(cut))];
    expect(records.map((record) => record.toString('utf8', 4))).toEqual(['first', 'second']);
  }
});

test('a server that grants no session is refused', async () => {
  open.server = await FakeServer.start([], 0);
  await expect(open.server.begin()).rejects.toThrow(/refused the session/);
});

test('no session is begun for whoever has given it up already', async () => {
  open.server = await FakeServer.start([]);
  await expect(open.server.begin(AbortSignal.abort())).rejects.toThrow(/aborted/);
});

test('a session is kept alive, and ended with its connection', async () => {
  open.server = await FakeServer.start(
    Array.from({ length: 1000 }, () => ({})),
    60,
  );
  const session = await open.server.begin();
  await expect.poll(() => open.server?.ops.slice(0, 3), { timeout: 3000 }).toEqual([11, 11, 11]);
  session.close();
  await expect.poll(() => open.server?.ops.at(-1), { timeout: 3000 }).toBe(-11);
  await expect(session.ask(getData('/'))).rejects.toThrow(/was ended/);
});

test('an answer that is cut off is an error, and not the end of the process', async () => {
  open.server = await FakeServer.start([{ body: (writer) => writer.int(100) }]);
  const session = await open.server.begin();
  await expect(session.ask(getData('/'))).rejects.toThrow(/an answer that is none/);
  session.close();
});

test.each([
  ['shorter than its header', new JuteWriter().int(1).framed()],
  ['empty', new JuteWriter().framed()],
  ['of a length below zero', Buffer.from([0xff, 0xff, 0xff, 0xfc])],
])('a record that is %s ends the session, and not the process', async (_, bytes) => {
  open.server = await FakeServer.start([bytes]);
  const session = await open.server.begin();
  await expect(session.ask(getData('/'))).rejects.toThrow(/no record of ZooKeeper/);
  expect(session.isOpen).toBe(false);
});

test('a greeting that is cut off is an error, and not the end of the process', async () => {
  open.server = await FakeServer.start([], new JuteWriter().int(0).framed());
  await expect(open.server.begin()).rejects.toThrow(/no record of ZooKeeper/);
});

test.each([
  [[CODES.badVersion, -2, -2], CODES.badVersion],
  [[0, CODES.badVersion, -2], CODES.badVersion],
  [[0, 0, CODES.badVersion], CODES.badVersion],
  [[-2, -2, -2], CODES.runtimeInconsistency],
])('of a transaction whose parts answer %j, the code is %i', async (codes, expected) => {
  const refusal = (code: number) => (writer: JuteWriter) =>
    writer.int(-1).bool(false).int(code).int(code);
  open.server = await FakeServer.start([
    {
      body(writer) {
        for (const code of codes) refusal(code)(writer);
        writer.int(-1).bool(true).int(-1);
      },
    },
  ]);
  const session = await open.server.begin();
  const requests = ['/a', '/b', '/c'].map((path) => setData(path, '', 1));
  expect(await session.ask(multi(requests))).toBe(expected);
  session.close();
});
