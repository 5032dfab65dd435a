import { describe, expect, it } from 'vitest';
import { HistorySyntaxError, InvalidEventError } from '../../errors/errors.js';
import { readEdn } from '../edn/stream.js';
import { decodeCasRegister, decodeKeyValue, decodeMultiRegister, decodeMutex } from './decode.js';
import { jepsenEventsOfEdn, plainOfEdn } from './edn.js';
import { pairJepsenEvents } from './pairing.js';
import { jepsenEventsOfEtcdLog } from './porcupine-etcd.js';
import { readPorcupineKeyValue } from './porcupine-kv.js';

const pairsOf = (edn: string) => pairJepsenEvents(jepsenEventsOfEdn(readEdn(edn)));

describe('pairJepsenEvents', () => {
  it('leaves what info completes open, and what nothing completes', () => {
    const pairs = pairsOf(`
      {:process 0 :type :invoke :f :write :value 1}
      {:process 1 :type :invoke :f :write :value 2}
      {:process 0 :type :info :f :write :value 1}`);
    expect(pairs.map((pair) => [pair.outcome, pair.call, pair.return])).toEqual([
      ['open', 0, Infinity],
      ['open', 1, Infinity],
    ]);
  });

  it('leaves the nemesis out', () => {
    expect(pairsOf('{:process :nemesis :type :info :f :start}')).toEqual([]);
  });

  it('refuses a completion without an invocation, and an invocation of a busy process', () => {
    expect(() => pairsOf('{:process 0 :type :ok :f :read}')).toThrow(InvalidEventError);
    expect(() => pairsOf('{:process 0 :type :ok :f :read}')).toThrow(
      'expected event 0 to be an invocation first of process 0, got ok read;',
    );
    const twice = '{:process 0 :type :invoke :f :read} {:process 0 :type :invoke :f :read}';
    expect(() => pairsOf(twice)).toThrow(
      'expected event 1 to be a completion of process 0, which is busy, got an invocation;',
    );
    const other = '{:process 0 :type :invoke :f :read} {:process 0 :type :ok :f :write}';
    expect(() => pairsOf(other)).toThrow(
      'expected event 1 to be a completion of read of process 0, got ok write;',
    );
  });

  it('lets a process go on after each of its completions', () => {
    const events = ['invoke', 'fail', 'invoke', 'ok'].map(
      (type) => `{:process 0 :type :${type} :f :read :value :${type}}`,
    );
    expect(pairsOf(events.join('\n'))).toEqual([
      {
        process: 0,
        f: 'read',
        value: 'invoke',
        outcome: 'fail',
        result: 'fail',
        call: 0,
        return: 1,
      },
      { process: 0, f: 'read', value: 'invoke', outcome: 'ok', result: 'ok', call: 2, return: 3 },
    ]);
  });
});

describe('jepsenEventsOfEdn', () => {
  const events = (edn: string) => [...jepsenEventsOfEdn(readEdn(edn))];

  it('reads maps as events, with names as keywords, symbols or texts', () => {
    expect(
      events(`{:process 0 :type :info :f :read :value [1 nil] :error :timeout}
        {:process nemesis :type invoke :f "start"}`),
    ).toEqual([
      { process: 0, type: 'info', f: 'read', value: [1, null], error: 'timeout' },
      { process: 'nemesis', type: 'invoke', f: 'start', value: null },
    ]);
  });

  it.each([
    ['{:process 0 :type :maybe :f :read}', '{"process":0,"type":"maybe","f":"read"}'],
    ['{:process nil :type :ok :f :read}', '{"process":null,"type":"ok","f":"read"}'],
    ['{:process 0 :type :ok :f 7}', '{"process":0,"type":"ok","f":7}'],
    ['{:process 0 :type :ok}', '{"process":0,"type":"ok"}'],
    ['9007199254740993', '9007199254740993n'],
  ])('refuses %s', (edn, shown) => {
    expect(() => events(`{:process 1 :type :ok :f :read} ${edn}`)).toThrow(
      'expected event 1 to be a map with :process, :f and a :type of :invoke, :ok, :fail or :info, ' +
        `got ${shown};`,
    );
  });

  it('takes EDN as plain data, keys of any kind included', () => {
    const [map] = readEdn('{:a 1, b #{2}, "c" #t (3), [4 :d] nil, 9007199254740993 true, nil 5.5}');
    expect(plainOfEdn(map ?? null)).toEqual({
      a: 1,
      b: [2],
      c: [3],
      '[4,"d"]': null,
      '9007199254740993n': true,
      null: 5.5,
    });
  });
});

describe('decoders', () => {
  const cas = (edn: string, options = {}) =>
    decodeCasRegister(pairsOf(edn), options).map(({ input, output }) => [input.f, output]);
  const one = (type: string, f: string, value: string, result = value) =>
    `{:process 0 :type :invoke :f ${f} :value ${value}} {:process 0 :type ${type} :f ${f} :value ${result}}`;

  it('take what failed as not happened', () => {
    expect(cas(one(':fail', ':write', '1'))).toEqual([]);
    expect(cas(one(':fail', ':read', 'nil'))).toEqual([]);
  });

  it('take a failed cas as one that saw another value, unless told otherwise', () => {
    expect(cas(one(':fail', ':cas', '[1 2]'))).toEqual([['cas', false]]);
    expect(cas(one(':fail', ':cas', '[1 2]'), { failedCas: 'did-not-happen' })).toEqual([]);
    expect(cas(one(':ok', ':cas', '[1 2]'))).toEqual([['cas', true]]);
    expect(cas(one(':info', ':cas', '[1 2]'))).toEqual([['cas', undefined]]);
  });

  it('take a read of nil as null, unless told that it is not known', () => {
    expect(cas(one(':ok', ':read', 'nil', '3'))).toEqual([['read', 3]]);
    expect(cas(one(':ok', ':read', 'nil'))).toEqual([['read', null]]);
    expect(cas(one(':ok', ':read', 'nil'), { nilRead: 'unknown' })).toEqual([['read', undefined]]);
    expect(cas(one(':ok', ':read', '3'), { nilRead: 'unknown' })).toEqual([['read', 3]]);
  });

  it('keep who called and when', () => {
    expect(decodeCasRegister(pairsOf(one(':ok', ':write', '1')))).toEqual([
      { clientId: 0, input: { f: 'write', value: 1 }, output: undefined, call: 0, return: 1 },
    ]);
    expect(decodeCasRegister(pairsOf(one(':info', ':cas', '[1 2]')))).toEqual([
      {
        clientId: 0,
        input: { f: 'cas', from: 1, to: 2 },
        output: undefined,
        call: 0,
        return: Infinity,
      },
    ]);
  });

  it('take what comes with an open operation for nothing', () => {
    const open = { process: 0, outcome: 'open', call: 0, return: Infinity } as const;
    const read = { ...open, f: 'read', value: null, result: 7 };
    expect(decodeCasRegister([read]).map(({ output }) => output)).toEqual([undefined]);
    const get = { ...open, f: 'get', key: 'k', value: null, result: '7' };
    expect(decodeKeyValue([get]).map(({ output }) => output)).toEqual([undefined]);
    const value = [['r', 'x', null]];
    const txn = { ...open, f: 'txn', value, result: [['r', 'x', 7]] };
    expect(decodeMultiRegister([txn]).map(({ output }) => output)).toEqual([[undefined]]);
    const acquire = { ...open, f: 'acquire', value: null, result: true };
    expect(decodeMutex([acquire]).map(({ output }) => output)).toEqual([undefined]);
  });

  it('refuse operations that the model does not have', () => {
    const large = one(':ok', ':push', '9007199254740993');
    expect(() => cas(large)).toThrow('expected event 0 to be an operation of the model, got push ');
    expect(() => decodeMutex(pairsOf(one(':ok', ':lock', 'nil')))).toThrow('got lock null');
    const incr = { process: 0, f: 'incr', key: 'k', value: 1, outcome: 'ok', result: 2 } as const;
    expect(() => decodeKeyValue([{ ...incr, call: 4, return: 5 }])).toThrow(
      'expected event 4 to be an operation of the model, got incr 1',
    );
    expect(() => cas(one(':ok', ':cas', '[1 2 3]'))).toThrow('got cas [1,2,3]');
    expect(() => cas(one(':ok', ':swap', '[1 2]'))).toThrow('got swap [1,2]');
    expect(() => cas(one(':ok', ':push', '1'))).toThrow('an operation of the model, got push 1');
    expect(() => cas(one(':ok', ':cas', '1'))).toThrow(InvalidEventError);
  });

  it('read transactions over several registers', () => {
    const edn = one(':ok', ':txn', '[[:r :x nil] [:w :y 2]]', '[[:r :x 5] [:w :y 2]]');
    expect(decodeMultiRegister(pairsOf(edn))).toMatchObject([
      {
        input: [
          { f: 'read', key: 'x' },
          { f: 'write', key: 'y', value: 2 },
        ],
        output: [5, 2],
      },
    ]);
    const inWords = one(':ok', ':txn', '[[:read :x nil] [:write 7 2]]', '[[:read :x nil] 3]');
    expect(decodeMultiRegister(pairsOf(inWords))).toMatchObject([
      {
        input: [
          { f: 'read', key: 'x' },
          { f: 'write', key: '7', value: 2 },
        ],
        output: [null, undefined],
      },
    ]);
    const silent = one(':ok', ':txn', '[[:r :x nil]]', 'nil');
    expect(decodeMultiRegister(pairsOf(silent))).toMatchObject([{ output: [undefined] }]);
  });

  it.each(['[[:z :x]]', '[[:r :x] [:z :x]]', '[[:z :x] [:r :x]]', '[7]', '7', 'nil'])(
    'refuse the transaction %s',
    (txn) => {
      expect(() => decodeMultiRegister(pairsOf(one(':ok', ':txn', txn)))).toThrow(
        'expected event 0 to be an operation of the model, got txn',
      );
    },
  );

  it('read locks', () => {
    const edn = `${one(':ok', ':acquire', 'nil')} ${one(':fail', ':release', 'nil')} ${one(':info', ':release', 'nil')}`;
    expect(decodeMutex(pairsOf(edn)).map(({ input, output }) => [input.f, output])).toEqual([
      ['acquire', true],
      ['release', undefined],
    ]);
  });

  it('read key-value logs', () => {
    const text = `{:process 0, :type :invoke, :f :append, :key "1", :value "x"}
      {:process 0, :type :ok, :f :append, :key "1", :value "x"}
      {:process 0, :type :invoke, :f :get, :key "1", :value nil}
      {:process 0, :type :ok, :f :get, :key "1", :value "x"}`;
    expect(readPorcupineKeyValue(text)).toMatchObject([
      { input: { f: 'append', key: '1', value: 'x' }, output: undefined, call: 0, return: 1 },
      { input: { f: 'get', key: '1' }, output: 'x', call: 2, return: 3 },
    ]);
    const open = '{:process 0 :type :invoke :f :put :key :k :value 7}';
    expect(readPorcupineKeyValue(open)).toEqual([
      {
        clientId: 0,
        input: { f: 'put', key: 'k', value: '7' },
        output: undefined,
        call: 0,
        return: Infinity,
      },
    ]);
  });

  it('refuse key-value logs without keys', () => {
    const text = `{:process 0, :type :invoke, :f :get, :key 5, :value nil}
      {:process 0, :type :ok, :f :get, :value nil}`;
    expect(() => readPorcupineKeyValue(text)).toThrow(
      'expected event 1 to be a map with a :key, got {"process":0,"type":"ok","f":"get","value":null};',
    );
  });
});

describe('jepsenEventsOfEtcdLog', () => {
  const read = (...lines: string[]) => [...jepsenEventsOfEtcdLog(lines)];

  it('reads numbers, nil, pairs and time-outs', () => {
    const events = read(
      'INFO  jepsen.util - 10\t:invoke\t:cas\t[1 -2]',
      'INFO jepsen.util - 0    :ok     :read   nil',
      '',
      'INFO  jepsen.util - 2\t:info\t:write\t:timed-out',
      'INFO  jepsen.util - 3\t:ok\t:read\t4',
    );
    expect(events.map(({ process, type, f, value }) => [process, type, f, value])).toEqual([
      [10, 'invoke', 'cas', [1, -2]],
      [0, 'ok', 'read', null],
      [2, 'info', 'write', 'timed-out'],
      [3, 'ok', 'read', 4],
    ]);
  });

  it('says where a line is wrong', () => {
    expect(() => read('', 'WARN')).toThrow(HistorySyntaxError);
    expect(() => read('', 'WARN')).toThrow(
      'expected INFO  jepsen.util - <process> :<type> :<f> <value> at line 2, column 1, got "WARN";',
    );
    expect(() => read('INFO  jepsen.util - 0\t:ok\t:read\tx')).toThrow(
      'expected nil, a number, [from to] or :timed-out at line 1, column 33, got "x";',
    );
  });
});
