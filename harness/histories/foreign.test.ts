import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../tests/support/check-history.js';

const check = checkHistory;

/** JSON of a write of 41 to r1, and a read of it, as recorders without our names tell it. */
const clients = (seen: number): string => `[
  {"type":"invoke","f":"write","key":"r1","value":41,"client":0,"time":100},
  {"type":"ok","f":"write","key":"r1","value":41,"client":0,"time":200},
  {"type":"invoke","f":"read","key":"r1","client":1,"time":300},
  {"type":"ok","f":"read","key":"r1","value":${seen},"client":1,"time":400}]`;

const CSV_OF_CLIENTS = (seen: number): string =>
  `client,type,f,key,value
0,invoke,write,r1,41
0,ok,write,r1,41
1,invoke,read,r1,
1,ok,read,r1,${seen}
`;

const EDN_OF_CLIENTS = (seen: number): string =>
  `{:client 0, :type :invoke, :f :write, :value 41, :key :r1}
   {:client 0, :type :ok, :f :write, :value 41, :key :r1}
   {:client 1, :type :invoke, :f :read, :key :r1}
   {:client 1, :type :ok, :f :read, :value ${seen}, :key :r1}`;

const BOTH = [
  [41, 'valid'],
  [40, 'invalid'],
] as const;

describe('a history with clients and keys', () => {
  it.each(BOTH)('is read by key: a read of %i is %s', async (seen, outcome) => {
    for (const text of [clients(seen), CSV_OF_CLIENTS(seen), EDN_OF_CLIENTS(seen)]) {
      expect(await check(text, 'register', { independent: true })).toMatchObject({ outcome });
    }
  });

  it('is not taken for one object', async () => {
    await expect(check(clients(41), 'register')).rejects.toThrow(/--independent/);
  });

  it('keeps the process where there is one beside the client', async () => {
    const text = `{:process 0, :client 7, :type :invoke, :f :write, :value 1}
      {:process 0, :client 8, :type :ok, :f :write, :value 1}`;
    expect(await check(text, 'register')).toMatchObject({ outcome: 'valid', operations: 1 });
  });
});

describe('the history.txt of Jepsen', () => {
  const text = (seen: number): string =>
    [
      '0\t:invoke\t:write\t1',
      '0\t:ok\t:write\t1',
      '1\t:invoke\t:read\tnil',
      ':nemesis\t:info\t:start\tnil',
      '2\t:invoke\t:cas\t[1 2]',
      '2\t:info\t:cas\t[1 2]\tjava.net.SocketTimeoutException: timed out',
      '  at line 3 of its text',
      `1\t:ok\t:read\t${seen}`,
      '',
    ].join('\n');

  it.each([
    [1, 'valid'],
    [2, 'valid'],
    [3, 'invalid'],
  ])('is recognised and read: a read of %i is %s', async (seen, outcome) => {
    const report = await check(text(seen), 'cas-register');
    expect(report).toMatchObject({ outcome, format: 'jepsen-txt', events: 7, operations: 3 });
    expect(report.notes.join()).toContain('1 lines that continue the text of an error');
  });

  it.each([
    ['{:saw 9}', 'invalid'],
    ['{:saw 0}', 'valid'],
    [':no-match', 'valid'],
  ])('tells what a failed cas saw: %s is %s', async (error, outcome) => {
    const lines = `0\t:invoke\t:cas\t[3 7]\n0\t:fail\t:cas\t[3 7]\t${error}\n`;
    expect(await check(lines, 'cas-register', { initial: '0' })).toMatchObject({ outcome });
  });
});

describe('what Clojure prints of objects', () => {
  const text = (seen: number): string => `
    {:type :invoke, :f :write, :value 3, :process 0, :time 10, :index 0}
    {:type :info, :f :write, :value 3, :process 0, :time 20, :index 1, :exception {:via
      [{:type java.net.SocketTimeoutException, :message "Read timed out",
        :at [java.net.SocketInputStream socketRead0 "SocketInputStream.java" -2]}], :cause "x"},
      :client #object[some.Client 0x2a5ca609 "some.Client@2a5ca609"]}
    {:type :info, :f :kill, :process :nemesis, :value #<Node Node@1f: [a {b>, :old 07x8}
    {:type :invoke, :f :read, :value nil, :process 1, :time 30, :index 2}
    {:type :ok, :f :read, :value ${seen}, :process 1, :time 40, :index 3, :pattern #"a\\d"}`;

  it.each([
    [3, 'valid'],
    [4, 'invalid'],
  ])('is kept as text where nobody needs it: a read of %i is %s', async (seen, outcome) => {
    expect(await check(text(seen), 'register')).toMatchObject({ outcome, format: 'edn' });
  });
});

describe('a failed cas that says what it saw, in an error without a code', () => {
  const json = (error: string): string => `{"process":0,"type":"invoke","f":"write","value":0}
    {"process":0,"type":"ok","f":"write","value":0}
    {"process":2,"type":"invoke","f":"cas","value":[3,7]}
    {"process":2,"type":"fail","f":"cas","value":[3,7],"error":${error}}`;
  const csv = (error: string): string =>
    `process,type,f,value,error\n0,invoke,write,0,\n0,ok,write,0,\n2,invoke,cas,"[3,7]",\n2,fail,cas,"[3,7]","${error.replaceAll('"', '""')}"\n`;
  const edn = (error: string): string => `{:process 0, :type :invoke, :f :write, :value 0}
    {:process 0, :type :ok, :f :write, :value 0}
    {:process 2, :type :invoke, :f :cas, :value [3 7]}
    {:process 2, :type :fail, :f :cas, :value [3 7], :error ${error.replace('"saw":', ':saw ').replace('"code":', ':code ')}}`;

  it.each([
    ['{"saw":9}', 'invalid'],
    ['{"saw":0}', 'valid'],
    ['{"code":409,"saw":9}', 'invalid'],
    ['{"code":"no-match","saw":9}', 'invalid'],
  ])('has seen it: %s is %s', async (error, outcome) => {
    for (const text of [json(error), csv(error), edn(error)]) {
      expect(await check(text, 'cas-register'), text).toMatchObject({ outcome });
    }
  });
});

describe('numbers that JSON lacks', () => {
  const edn = (seen: string): string => `{:process 0 :type :invoke :f :write :value ##NaN}
    {:process 0 :type :ok :f :write :value ##NaN}
    {:process 0 :type :invoke :f :read :value nil}
    {:process 0 :type :ok :f :read :value ${seen}}`;

  it.each([
    ['##NaN', 'valid'],
    ['NaN', 'valid'],
    ['##Inf', 'invalid'],
    ['-Infinity', 'invalid'],
  ])('are values in EDN: NaN read as %s is %s', async (seen, outcome) => {
    expect(await check(edn(seen), 'register')).toMatchObject({ outcome });
  });

  it.each([
    ['NaN', 'valid'],
    ['Infinity', 'invalid'],
    ['null', 'invalid'],
  ])('are values in the JSON that Python writes: NaN read as %s is %s', async (seen, outcome) => {
    const text = `[{"process":0,"type":"invoke","f":"write","value":NaN},
      {"process":0,"type":"ok","f":"write","value":NaN},
      {"process":0,"type":"invoke","f":"read"},
      {"process":0,"type":"ok","f":"read","value":${seen}}]`;
    const report = await check(text, 'register');
    expect(report).toMatchObject({ outcome });
    const words = report.counterexample?.witness.map(({ operation }) => operation).join();
    if (outcome === 'invalid') expect(words).toContain(`read() -> ${seen}`);
  });
});

describe('a file that is written in an unusual way', () => {
  it.each(BOTH)(
    'is read past a byte order mark, and from gzip: %i is %s',
    async (seen, outcome) => {
      for (const text of [clients(seen), CSV_OF_CLIENTS(seen), EDN_OF_CLIENTS(seen)]) {
        const marked = Buffer.from(`\uFEFF${text}`);
        for (const bytes of [marked, gzipSync(marked)]) {
          expect(await check(bytes, 'register', { independent: true })).toMatchObject({ outcome });
        }
      }
    },
  );

  it('is read where an event is longer than many pieces of the file', async () => {
    const list = Array.from({ length: 1_000_000 }, (_, at) => at).join(',');
    const text = `{"process":0,"type":"invoke","f":"read"}\n{"process":0,"type":"ok","f":"read","value":[${list}]}\n`;
    expect(await check(text, 'grow-only-set', { initial: `[${list}]` })).toMatchObject({
      outcome: 'valid',
      events: 2,
    });
  });

  it('is read with processes up to 2^53 - 1', async () => {
    const text = `{"process":9007199254740991,"type":"invoke","f":"read"}
      {"process":4294967296,"type":"invoke","f":"read"}
      {"process":9007199254740991,"type":"ok","f":"read","value":null}`;
    expect(await check(text, 'register')).toMatchObject({ outcome: 'valid', operations: 2 });
  });

  it('is judged by the order of its events where times go back, and says so', async () => {
    const text = `{"process":0,"type":"invoke","f":"read","time":2}
      {"process":0,"type":"ok","f":"read","value":null,"time":1}`;
    const report = await check(text, 'register');
    expect(report.outcome).toBe('valid');
    expect(report.notes.join()).toContain('first on line 2');
  });
});
