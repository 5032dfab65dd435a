import { generateHistory } from '../ts-linearizability/src/generate/history.test.support.js';
import type { Kind, Kinds } from '../ts-linearizability/src/generate/kinds.test.support.js';
import { describe, expect, it } from 'vitest';

import { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import type { Op } from '../../harness/core/op.js';
import { exportEdn } from '../../harness/histories/index.js';
import { models } from './index.js';
import {
  checkHistory,
  type Checked,
  type CheckHistoryOptions,
} from '../../tests/support/check-history.js';

function check(text: string, model: string, options: CheckHistoryOptions = {}): Promise<Checked> {
  return checkHistory(text, model, options);
}

/** An operation of the package as a client of its own would record it. */
interface Recorded {
  readonly f: string;
  readonly value?: unknown;
  readonly result?: unknown;
  readonly fails?: boolean;
  readonly saw?: unknown;
}

type Recorder<K extends Kind> = (
  input: Kinds[K]['input'],
  output: Kinds[K]['output'] | undefined,
) => Recorded;

const plain = (input: { readonly f: string; readonly value?: unknown }, output: unknown) => ({
  f: input.f,
  value: input.value,
  result: 'value' in input ? input.value : output,
});

/** How each kind of history is written down; a refusal is recorded as a failure. */
const RECORDERS: { readonly [K in Kind]: Recorder<K> } = {
  register: plain,
  'cas-register': (input, output) => {
    if (input.f !== 'cas') return plain(input, output);
    const value = [input.from, input.to];
    const saw =
      typeof output === 'object' && output !== null && 'seen' in output
        ? output['seen']
        : undefined;
    return { f: 'cas', value, result: value, fails: output !== true && output !== undefined, saw };
  },
  'multi-register': (input, output) => {
    const seen = (at: number) => output?.[at] ?? null;
    const write = (micro: (typeof input)[number]) => (micro.f === 'write' ? micro.value : null);
    return {
      f: 'txn',
      value: input.map((micro) => [micro.f, micro.key, write(micro)]),
      result: input.map((micro, at) => [
        micro.f,
        micro.key,
        micro.f === 'read' ? seen(at) : micro.value,
      ]),
    };
  },
  counter: (input, output) =>
    input.f === 'add' ? plain(input, input.value) : plain(input, output),
  'grow-only-set': plain,
  set: (input, output) => ({
    f: input.f,
    value: input.f === 'read' ? undefined : input.value,
    result: output,
  }),
  queue: plain,
  stack: plain,
  'priority-queue': (input, output) =>
    input.f === 'insert'
      ? { f: 'insert', value: [input.value, input.priority] }
      : { f: input.f, result: output },
  mutex: (input, output) => ({ f: input.f, fails: output === false }),
  'fenced-lock': (input, output) => ({
    f: input.f,
    value: input.f === 'acquire' ? undefined : input.token,
    result: output,
  }),
  'key-value': (input, output) => ({
    f: input.f,
    value: [input.key, input.f === 'get' ? null : input.value],
    result: [input.key, input.f === 'get' ? (output ?? null) : input.value],
  }),
  log: (input, output) => ({
    f: input.f,
    value: input.f === 'append' ? input.value : input.f === 'read' ? input.offset : undefined,
    result: output,
  }),
};

/** A generated history as a file of Jepsen's, optionally of several independent objects. */
function recorded(kind: Kind, seed: number, keys: readonly number[] = []): string {
  const record = RECORDERS[kind] as Recorder<Kind>;
  const events: (Omit<Op, 'index'> & { readonly time: number })[] = [];
  for (const key of keys.length === 0 ? [undefined] : keys) {
    const options = { operations: 60, clients: 4, crashRate: 0.05, seed: seed + (key ?? 0) };
    for (const { clientId, input, output, call, return: end } of generateHistory(kind, options)) {
      const { f, value, result, fails = false, saw } = record(input, output);
      const process = Number(clientId) + 1000 * (key ?? 0);
      const of = (one: unknown): { value?: Json } => {
        if (key !== undefined) return { value: [key, (one ?? null) as Json] };
        return one === undefined ? {} : { value: one as Json };
      };
      events.push({ process, f, type: 'invoke', time: call, ...of(value) });
      if (end === Infinity) continue;
      const error = {
        error: { code: 'refused', ...(saw === undefined ? {} : { saw: saw as Json }) },
      };
      const type = fails ? 'fail' : 'ok';
      events.push({ process, f, type, time: end, ...of(result), ...(fails ? error : {}) });
    }
  }
  events.sort(
    (a, b) => a.time - b.time || Number(b.type === 'invoke') - Number(a.type === 'invoke'),
  );
  return [...exportEdn(History.of(events))].join('');
}

/** Events as CSV, from lines of process, type, f and value. */
const events = (...lines: readonly string[]): string =>
  ['process,type,f,value', ...lines, ''].join('\n');

describe('every model', () => {
  const kinds = Object.keys(RECORDERS) as Kind[];

  it('of the package has a name here, and so have three that only files are judged by', () => {
    const names = [...kinds, 'bank', 'list-append', 'rw-register'];
    expect(models.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  it.each(kinds)('finds atomic histories of a %s valid, with crashed clients', async (kind) => {
    for (const seed of [1, 2, 3]) {
      const report = await check(recorded(kind, seed), kind);
      expect(report).toMatchObject({ outcome: 'valid', format: 'edn' });
      expect(report.operations).toBeGreaterThan(15);
    }
  });

  it.each(kinds.filter((kind) => kind !== 'set'))(
    'finds many of a %s valid with independent keys',
    async (kind) => {
      const report = await check(recorded(kind, 7, [1, 2, 3]), kind, { independent: true });
      expect(report.outcome).toBe('valid');
      expect(report.partitions).toBeGreaterThanOrEqual(3);
    },
  );

  it.each<readonly [model: string, text: string, reads: RegExp]>([
    [
      'register',
      events('0,invoke,write,1', '0,ok,write,1', '0,invoke,read,', '0,ok,read,2'),
      /read\(\) -> 2/,
    ],
    ['cas-register', events('0,invoke,cas,"[1,2]"', '0,ok,cas,"[1,2]"'), /cas\(1, 2\) -> ok/],
    [
      'multi-register',
      events(
        '0,invoke,txn,"[[""w"",1,5],[""w"",2,5]]"',
        '0,ok,txn,',
        '0,invoke,txn,"[[""r"",1,null],[""r"",2,null]]"',
        '0,ok,txn,"[[""r"",1,5],[""r"",2,6]]"',
      ),
      /2 -> 6/,
    ],
    [
      'counter',
      events('0,invoke,add,2', '0,ok,add,2', '0,invoke,read,', '0,ok,read,3'),
      /read\(\) -> 3/,
    ],
    [
      'grow-only-set',
      events('0,invoke,add,2', '0,ok,add,2', '0,invoke,final-read,', '0,ok,final-read,[]'),
      /read\(\) -> \[\]/,
    ],
    [
      'set',
      events('0,invoke,add,2', '0,ok,add,2', '0,invoke,contains,2', '0,ok,contains,false'),
      /contains\(2\) -> false/,
    ],
    [
      'queue',
      events('0,invoke,enqueue,1', '0,ok,enqueue,1', '0,invoke,dequeue,', '0,ok,dequeue,null'),
      /dequeue\(\) -> empty/,
    ],
    [
      'stack',
      events(
        '0,invoke,push,1',
        '0,ok,push,1',
        '0,invoke,push,2',
        '0,ok,push,2',
        '0,invoke,pop,',
        '0,ok,pop,1',
      ),
      /pop\(\) -> 1/,
    ],
    [
      'priority-queue',
      events(
        '0,invoke,insert,"[1,9]"',
        '0,ok,insert,',
        '0,invoke,insert,"[2,5]"',
        '0,ok,insert,',
        '0,invoke,remove-min,',
        '0,ok,remove-min,1',
      ),
      /remove-min\(\) -> 1/,
    ],
    [
      'mutex',
      events('0,invoke,acquire,', '0,ok,acquire,', '1,invoke,acquire,', '1,ok,acquire,'),
      /acquire\(\) -> ok/,
    ],
    [
      'fenced-lock',
      events(
        '0,invoke,acquire,',
        '0,ok,acquire,2',
        '0,invoke,release,2',
        '0,ok,release,true',
        '0,invoke,acquire,',
        '0,ok,acquire,1',
      ),
      /acquire\(\) -> 1/,
    ],
    [
      'key-value',
      events(
        '0,invoke,put,"[""k"",""v""]"',
        '0,ok,put,',
        '0,invoke,get,"[""k"",null]"',
        '0,ok,get,"[""k"",""w""]"',
      ),
      /get\(k\) -> "w"/,
    ],
    ['log', events('0,invoke,append,7', '0,ok,append,1'), /append\(7\) -> 1/],
  ])('finds a %s that breaks its promise invalid', async (model, text, shown) => {
    const { outcome, counterexample } = await check(text, model);
    expect(outcome).toBe('invalid');
    expect(counterexample?.minimal).toBe(true);
    expect(counterexample?.witness.map(({ operation }) => operation).join('\n')).toMatch(shown);
  });
});

it('lets a fenced lock with leases become free without a release, and no older token after it', async () => {
  const taken = (...writes: readonly string[]) =>
    events(
      '0,invoke,acquire,',
      '0,ok,acquire,1',
      '1,invoke,acquire,',
      '1,ok,acquire,2',
      '1,invoke,write,2',
      '1,ok,write,true',
      '0,invoke,write,1',
      ...writes,
    );
  const modelOption = { leases: 'true' };
  const refused = taken('0,ok,write,false');
  expect((await check(refused, 'fenced-lock')).outcome).toBe('invalid');
  expect((await check(refused, 'fenced-lock', { modelOption })).outcome).toBe('valid');
  const accepted = taken('0,ok,write,true');
  expect((await check(accepted, 'fenced-lock', { modelOption })).outcome).toBe('invalid');
});

describe('a counterexample', () => {
  it('names events of the file, also where keys are judged by themselves', async () => {
    const text = events(
      '0,invoke,write,"[1,5]"',
      '0,ok,write,"[1,5]"',
      '0,invoke,write,"[2,6]"',
      '0,ok,write,"[2,6]"',
      '0,invoke,read,"[2,null]"',
      '0,ok,read,"[2,9]"',
    );
    const { counterexample } = await check(text, 'register', { independent: true });
    expect(counterexample).toMatchObject({
      key: '2',
      reason: expect.stringMatching(/: read\(\) -> 9 \(op 4, line 6\) saw /) as string,
      witness: [
        {
          operation: 'read() -> 9',
          process: 0,
          invocation: { index: 4, line: 6 },
          completion: { index: 5, line: 7 },
        },
      ],
    });
  });
});

describe('what a history leaves open', () => {
  const wrote = ['0,invoke,write,1', '0,ok,write,1'];

  it('is a read of null with --nil-read unknown, and a value without', async () => {
    const text = events(...wrote, '0,invoke,read,', '0,ok,read,null');
    expect((await check(text, 'register')).outcome).toBe('invalid');
    expect((await check(text, 'register', { nilRead: 'unknown' })).outcome).toBe('valid');
  });

  it('is a read whose answer was not recorded', async () => {
    const text = events(...wrote, '0,invoke,read,', '0,ok,read,');
    expect((await check(text, 'register')).outcome).toBe('valid');
  });

  it('is what a failed cas saw, unless the format or --failed-cas tells', async () => {
    const text = events(...wrote, '0,invoke,cas,"[1,2]"', '0,fail,cas,"[1,2]"');
    expect(await check(text, 'cas-register')).toMatchObject({ outcome: 'valid', leftOut: 1 });
    expect((await check(text, 'cas-register', { failedCas: 'saw-other' })).outcome).toBe('invalid');
    const etcd = [
      ':invoke\t:write\t1',
      ':ok\t:write\t1',
      ':invoke\t:cas\t[1 2]',
      ':fail\t:cas\t[1 2]',
    ];
    const log = etcd.map((line) => `INFO  jepsen.util - 0\t${line}\n`).join('');
    expect((await check(log, 'cas-register')).outcome).toBe('invalid');
  });

  it('is not what a failed cas says it saw: that is a read', async () => {
    const failed = (saw: number) =>
      [
        '{"process":0,"type":"invoke","f":"write","value":1}',
        '{"process":0,"type":"ok","f":"write","value":1}',
        '{"process":0,"type":"invoke","f":"cas","value":[5,6]}',
        `{"process":0,"type":"fail","f":"cas","value":[5,6],"error":{"code":"mismatch","saw":${saw}}}`,
      ].join('\n');
    expect((await check(failed(1), 'cas-register')).outcome).toBe('valid');
    const { outcome, counterexample } = await check(failed(3), 'cas-register');
    expect(outcome).toBe('invalid');
    expect(counterexample?.reason).toContain('3');
  });

  it('is whether an op took effect that failed (never), or that nobody knows of (perhaps)', async () => {
    const read = ['1,invoke,read,', '1,ok,read,1'];
    const after = (type: string) => events('0,invoke,write,1', `0,${type},write,1`, ...read);
    expect((await check(after('fail'), 'register')).outcome).toBe('invalid');
    expect((await check(after('info'), 'register')).outcome).toBe('valid');
    expect((await check(events('0,invoke,write,1', ...read), 'register')).outcome).toBe('valid');
    const later = ['1,invoke,read,', '1,ok,read,null', ...read];
    const text = events('0,invoke,write,1', '0,info,write,1', ...later);
    expect((await check(text, 'register')).outcome).toBe('valid');
  });

  it('are faults: they are counted as events, and not judged', async () => {
    const text = events('nemesis,info,kill,"{""n"":1}"', ...wrote, 'nemesis,info,kill,null');
    expect(await check(text, 'register')).toMatchObject({
      outcome: 'valid',
      events: 4,
      operations: 1,
    });
    const faults = await check(events('nemesis,info,kill,null'), 'register');
    expect(faults.outcome).toBe('valid');
    expect(faults.reason).toContain('no client op in it says anything');
  });

  it('are keys that look alike: 1 and "1" are two', async () => {
    const text = [
      '[{"process":0,"type":"invoke","f":"write","value":[1,5]}',
      '{"process":0,"type":"ok","f":"write","value":[1,5]}',
      '{"process":0,"type":"invoke","f":"read","value":["1",null]}',
      '{"process":0,"type":"ok","f":"read","value":["1",null]}]',
    ].join(',\n');
    const report = await check(text, 'register', { independent: true });
    expect(report).toMatchObject({ outcome: 'valid', partitions: 2 });
  });

  it('are integers beyond 2^53: they are different values', async () => {
    const text = events(
      '0,invoke,write,9007199254740993',
      '0,ok,write,',
      '0,invoke,read,',
      '0,ok,read,9007199254740992',
    );
    expect((await check(text, 'register')).outcome).toBe('invalid');
  });

  it('is the end of a torn file of ours: it is noted', async () => {
    const text = `{"index":0,"time":1,"process":0,"type":"invoke","f":"write","value":1}\n{"index":1,"ti`;
    const report = await check(text, 'register');
    expect(report).toMatchObject({ outcome: 'valid', events: 1, format: 'jsonl' });
    expect(report.notes).toEqual(['the last line, 2, is torn and was left out']);
  });

  it('is a verdict that no bound allowed: it is unknown, with what to do', async () => {
    const report = await check(recorded('mutex', 1), 'mutex', { timeout_ms: 0 });
    expect(report.outcome).toBe('unknown');
    expect(report.reason).toContain('give the checker more');
  });
});
