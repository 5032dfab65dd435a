import { describe, expect, it } from 'vitest';
import { HistorySyntaxError, InvalidEventError } from '../../errors/errors.js';
import { readEdn } from '../edn/stream.js';
import { decodeCasRegister, decodeMultiRegister, decodeMutex } from './decode.js';
import { jepsenEventsOfEdn } from './edn.js';
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
    const twice = '{:process 0 :type :invoke :f :read} {:process 0 :type :invoke :f :read}';
    expect(() => pairsOf(twice)).toThrow('event 1');
    const other = '{:process 0 :type :invoke :f :read} {:process 0 :type :ok :f :write}';
    expect(() => pairsOf(other)).toThrow('a completion of read');
  });

  it('refuses elements that are no events', () => {
    expect(() => pairsOf('{:process 0 :type :maybe :f :read}')).toThrow('event 0');
    expect(() => pairsOf('7')).toThrow(InvalidEventError);
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
  });

  it('refuse operations that the model does not have', () => {
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
    expect(() => decodeMultiRegister(pairsOf(one(':ok', ':txn', '[[:z :x]]')))).toThrow('txn');
  });

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
    expect(() => read('', 'WARN')).toThrow('line 2, column 1');
    expect(() => read('INFO  jepsen.util - 0\t:ok\t:read\tx')).toThrow('line 1, column 33');
  });
});
