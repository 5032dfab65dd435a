import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { InputError } from '../core/errors.js';
import { formats, type Format } from './index.js';
import { named } from '../core/named.js';
import { historyFile } from '../cli/history-file.js';
import { EXIT, exitCodeOfError } from '../cli/exit-code.js';
import { checkFile, type CheckHistoryOptions } from '../../tests/support/check-history.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-check-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function refusal(
  content: string | Buffer,
  model = 'cas-register',
  options: CheckHistoryOptions = {},
): Promise<InputError> {
  const path = join(folder, 'history');
  await writeFile(path, content);
  try {
    const report = await checkFile(path, model, options);
    throw new Error(`not refused, but ${report.outcome}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(exitCodeOfError(error)).toBe(EXIT.badInput);
    return error;
  }
}

const formatOf = (name: string): Format => named(formats, name, 'format');

const OURS = (index: number, rest: string): string =>
  `{"index":${index},"time":${index},"process":0,${rest}}\n`;
const INVOKE = OURS(0, '"type":"invoke","f":"read"');
const ETCD = 'INFO  jepsen.util - 0\t:invoke\t:write\t1\n';

describe('a file that is no history', () => {
  it.each<readonly [name: string, text: string, where: string]>([
    ['jsonl', `${INVOKE}{"index":1,"time":\n${INVOKE}`, 'a JSON value at line 2, column 19'],
    ['jsonl', `${INVOKE}[]\n`, 'an event: an object in braces at line 2, column 1'],
    [
      'jsonl',
      `${INVOKE}${OURS(2, '"type":"ok","f":"read"')}`,
      'index to be 1, which comes next, at line 2',
    ],
    [
      'jsonl',
      `${INVOKE}${OURS(1, '"type":"okay","f":"read"')}`,
      'type to be one of invoke, ok, fail and info at line 2',
    ],
    ['jsonl', `${INVOKE}${OURS(1, '"type":"ok","f":7')}`, 'f to be the name of an op at line 2'],
    [
      'jsonl',
      `${INVOKE}${OURS(1, '"type":"ok","f":"read","node":1')}`,
      'node to be a string at line 2',
    ],
    [
      'elle-json',
      '[{"type":"invoke","f":"read","process":0},\n{"type":"ok"',
      '"," or "}" at line 2, column 13',
    ],
    ['elle-json', '[{"type":"invoke","f":"read","process":0},\n', 'an event at line 2, column 1'],
    [
      'elle-json',
      '[{"type":"invoke","f":"read","process":0}\n 7]',
      '"," or "]" at line 2, column 2',
    ],
    [
      'elle-json',
      '[{"type":"invoke","f":"read","process":"a"}]',
      'process to be an integer from 0 to 2^53 - 1, or "nemesis", at line 1, column 2',
    ],
    [
      'elle-json',
      '[{"type":"invoke","f":"read","process":0, "time":"now"}]',
      'time to be a number of nanoseconds from 0, as an integer if it is beyond 2^53, at line 1, column 2',
    ],
    ['edn', '[{:type :invoke, :f :read, :process 0}\n {:type :ok', '"}" at line 2, column 12'],
    ['edn', '[{:type :invoke, :f :read, :process 0}\n', '"]" at line 2, column 1'],
    [
      'edn',
      '{:type :invoke, :f :read, :process 0}\n{:type :ok, :f}',
      'a map with a value for every key at line 2, column 1',
    ],
    [
      'edn',
      '[{:type :invoke, :f :read, :process 0}\n  [:ok]]',
      'an op: a map with :process, :type and :f at line 2, column 3',
    ],
    [
      'edn',
      '({:type :invoke, :f :read, :process 0}\n\n {:type :done, :f :read, :process 0})',
      'type to be one of invoke, ok, fail and info at line 3, column 2',
    ],
    [
      'edn',
      '[{:type :invoke, :f :read, :process 0, :value "a\\q"}]',
      'an escape: n t r b f u " or backslash at line 1, column 50',
    ],
    [
      'edn',
      `[{:type :invoke, :f :read, :process 0, :value ${'['.repeat(100_000)}`,
      'at most 1000 levels of nesting at line 1, column 1046',
    ],
    [
      'edn',
      `[{:type :invoke, :f :read, :process 0, :value ${'['.repeat(2000)}${']'.repeat(2000)}}]`,
      'at most 1000 levels of nesting at line 1, column 1046',
    ],
    [
      'elle-json',
      `[{"type":"invoke","f":"read","process":0,"value":${'['.repeat(20_000)}`,
      'at most 1000 levels of nesting at line 1, column 2',
    ],
    [
      'csv',
      `process,type,f,value\n0,invoke,write,"${'['.repeat(20_000)}${']'.repeat(20_000)}"`,
      'at most 1000 levels of nesting at line 2, column 1017',
    ],
    [
      'elle-json',
      '{"type":"invoke","f":"read","process":0,\n"f":"write"}',
      'each field once at line 2, column 1',
    ],
    [
      'elle-json',
      '{"type":"invoke","f":"w","process":0,"value":{"a:b":1,"c":2,"a:b":3}}',
      'each field once at line 1, column 61',
    ],
    [
      'edn',
      '[{:type :invoke, :f :read, :process 0}\n {:type :ok, :type :fail}]',
      'a map with each key once at line 2, column 2',
    ],
    [
      'edn',
      '{:type :invoke, :f :write, :process 0, :value 12x}',
      'an op with a value that can be read at line 1, column 1',
    ],
    [
      'edn',
      '{:type :invoke, :f :write, :process 0, :value [:a 1]}\n{:type :ok, :f :write, :process 0, :value ["a" 1]}',
      'the value :a to be written in one way at line 2, column 1',
    ],
    [
      'edn',
      '{:type :invoke, :f :write, :process 0, :value {1 2}}\n{:type :ok, :f :write, :process 0, :value {"1" 2}}',
      'the key of a map 1 to be written in one way at line 2, column 1',
    ],
    ['jepsen-txt', '0\t:invoke\t:write\t1\n0\t:ok\t:write\t[1\n', '"]" at line 2, column 16'],
    ['jepsen-txt', '0\t:invoke\t:write\t1\nwhat\n', '<process> :<type> :<f> <value>'],
    [
      'elle-json',
      '{"type":"invoke","f":"read","process":9007199254740992}',
      'process to be an integer from 0 to 2^53 - 1',
    ],
    [
      'porcupine-kv',
      '{:process 0, :type :invoke, :f :get, :key "0", :value nil}\n{:process 0, :type :ok, :f :get, :value "x"}',
      'an op with a :key at line 2, column 1',
    ],
    [
      'porcupine-etcd',
      `${ETCD}INFO  jepsen.util - 0\t:ok\t:delete\t1\n`,
      'INFO  jepsen.util - <process> :<type> :<f> <value> at line 2, column 1',
    ],
    [
      'porcupine-etcd',
      `${ETCD}INFO  jepsen.util - 0\t:ok\t:write\tone\n`,
      'nil, a number, [from to] or :timed-out at line 2, column 34',
    ],
    [
      'porcupine-etcd',
      `${ETCD}INFO  jepsen.util - 0\t:ok\t:wri`,
      'INFO  jepsen.util - <process> :<type> :<f> <value> at line 2, column 1',
    ],
    [
      'csv',
      'process,type,f,value\n0,invoke,write,1\n0,ok,wri',
      '4 fields, as in the header, at line 3, column 1',
    ],
    [
      'csv',
      'process,type,f,value\n0,invoke,write,"1\n0,ok,write,1',
      'a closing double quote for the one at line 2, column 16',
    ],
    ['csv', 'process,type,f,value\n0,invoke,write,one\n', 'a JSON value at line 2, column 16'],
  ])('is refused as %s with the place: %j', async (format, text, where) => {
    const error = await refusal(text);
    expect(error.message).toContain(`expected ${where}`);
    expect(error.message).toContain(`of ${join(folder, 'history')}`);
    // It was also recognised as what it was meant to be.
    const meant = await refusal(text, 'cas-register', { format: formatOf(format) });
    expect(meant.message).toBe(error.message);
  });

  it.each([
    ['', 'the file is empty'],
    ['hello\n', 'it begins with "hello'],
    ['\u0000\u0001', 'it begins with'],
    ['12 monkeys', 'it begins with'],
  ])('and of no format is refused: %j', async (text, actual) => {
    const error = await refusal(text);
    expect(error.code).toBe('E_HISTORY_FORMAT');
    expect(error.message).toContain('at line 1, column 1');
    expect(error.actual).toContain(actual);
  });

  it('and not in UTF-8 is refused with the place', async () => {
    const bytes = Buffer.concat([Buffer.from(`${INVOKE}{"é`), Buffer.of(0xff, 0x22)]);
    const error = await refusal(bytes);
    expect(error.message).toContain('expected text in UTF-8 at line 2, column 4');
  });

  it('or is not there is refused', async () => {
    await expect(checkFile(join(folder, 'none'), 'register')).rejects.toThrow(
      /a history file, or the/,
    );
    await expect(checkFile(await historyFile(folder), 'register')).rejects.toBeInstanceOf(
      InputError,
    );
  });
});

/** Events as CSV, from lines of process, type, f and value. */
const events = (...lines: readonly string[]): string =>
  ['process,type,f,value', ...lines, ''].join('\n');

describe('fields that others name in another way', () => {
  it('are told where one is missing', async () => {
    const error = await refusal('{"type":"invoke","f":"write","worker":1,"value":3}');
    expect(error.actual).toContain('the fields of the op are type, f, worker, value');
    const edn = await refusal('{:type :invoke, :f :write, :worker 1}');
    expect(edn.actual).toContain('the fields of the op are type, f, worker');
  });
});

describe('an event that does not end', () => {
  it.each([
    ['elle-json', '{"type":"ok","process":0,"value":['],
    ['edn', '{:type :ok, :process 0, :value ['],
    ['csv', 'process,type,f,value\n0,ok,read,"['],
  ])('is refused once it is longer than the bound, as %s', async (format, opening) => {
    const text = `${opening}${'1,'.repeat(1_500_000)}`;
    const error = await refusal(text, 'register', {
      format: formatOf(format),
      maxEvent_MiB: 1,
    });
    expect(error.message).toContain('expected an event of at most 1 MiB');
    expect(error.advice).toContain('--max-event <MiB>');
  });
});

describe('a history that cannot have happened', () => {
  it.each([
    [
      events('0,invoke,read,', '0,invoke,read,'),
      'process 0 to complete its read of line 2 first at line 3, column 1',
    ],
    [events('0,ok,read,1'), 'an invocation by process 0 before its completion at line 2, column 1'],
    [
      events('0,invoke,read,', '0,ok,write,1'),
      'process 0 to complete its read at line 3, column 1',
    ],
    [
      events('0,invoke,read,', '0,info,read,', '0,ok,read,1'),
      'an invocation by process 0 before its completion at line 4',
    ],
  ])('is refused with the place: %j', async (text, where) => {
    expect((await refusal(text)).message).toContain(`expected ${where}`);
  });
});

describe('a history of something else than the model', () => {
  it.each<readonly [model: string, text: string, where: string]>([
    [
      'cas-register',
      events('0,invoke,add,1', '0,ok,add,1'),
      'an op of the model: read → v, write v, cas [expected new]; at line 2',
    ],
    ['cas-register', events('0,invoke,cas,1', '0,ok,cas,1'), 'a cas of [expected new] at line 2'],
    ['register', events('0,invoke,write,', '0,ok,write,1'), 'a value for write at line 2'],
    [
      'register',
      events('0,invoke,cas,"[1,2]"', '0,ok,cas,'),
      'an op of the model: read → v, write v; at line 2',
    ],
    [
      'multi-register',
      events('0,invoke,txn,"[[""w"",1]]"', '0,ok,txn,'),
      '[read key value] or [write key value] in a transaction at line 2',
    ],
    [
      'multi-register',
      events('0,invoke,txn,"[[""r"",1,null]]"', '0,ok,txn,[]'),
      'the 1 steps that were invoked at line 3',
    ],
    [
      'counter',
      events('0,invoke,add,"""1"""', '0,ok,add,1'),
      'a number that is exact: at most 2^53 at line 2',
    ],
    [
      'counter',
      events('0,invoke,read,', '0,ok,read,9007199254740993'),
      'a number that is exact: at most 2^53 at line 3',
    ],
    ['grow-only-set', events('0,invoke,read,', '0,ok,read,1'), 'a list of elements at line 3'],
    [
      'set',
      events('0,invoke,contains,1', '0,ok,contains,1'),
      'true or false from contains at line 3',
    ],
    [
      'queue',
      events('0,invoke,enqueue,null', '0,ok,enqueue,null'),
      'an element that is not null for enqueue at line 2',
    ],
    [
      'stack',
      events('0,invoke,peek,', '0,ok,peek,1'),
      'an op of the model: push v, pop → v, or null when it is empty; at line 2',
    ],
    [
      'priority-queue',
      events('0,invoke,insert,1', '0,ok,insert,1'),
      '[v priority] with a v that is not null at line 2',
    ],
    [
      'mutex',
      events('0,invoke,lock,', '0,ok,lock,'),
      'an op of the model: acquire, release; at line 2',
    ],
    ['fenced-lock', events('0,invoke,release,', '0,ok,release,'), 'a token: a number at line 2'],
    [
      'fenced-lock',
      events('0,invoke,acquire,', '0,ok,acquire,"""t"""'),
      'a token: a number, or null when refused at line 3',
    ],
    ['key-value', events('0,invoke,get,"""k"""', '0,ok,get,'), 'get of [key value] at line 2'],
    [
      'key-value',
      events('0,invoke,put,"[""k"",1]"', '0,ok,put,'),
      'a string as the value of a key at line 2',
    ],
    [
      'key-value',
      events('0,invoke,get,"[""k"",null]"', '0,ok,get,"[""l"",""v""]"'),
      '[key value] of the key k at line 3',
    ],
    ['log', events('0,invoke,read,-1', '0,ok,read,1'), 'a whole number from 0 at line 2'],
    ['log', events('0,invoke,append,1', '0,ok,append,"""x"""'), 'a whole number from 0 at line 3'],
  ])('is refused by %s with the place: %j', async (model, text, where) => {
    expect((await refusal(text, model)).message).toContain(`expected ${where}`);
  });

  it('is refused where keys are taken for values, or values for keys', async () => {
    const keyed = events('0,invoke,read,"[1,null]"', '0,ok,read,"[1,2]"');
    expect((await refusal(keyed)).advice).toContain('--independent');
    const plain = events('0,invoke,write,1', '0,ok,write,1');
    const error = await refusal(plain, 'register', { independent: true });
    expect(error.message).toContain('expected a value of [key v] at line 2');
    const other = events('0,invoke,read,"[1,null]"', '0,ok,read,"[2,2]"');
    const changed = await refusal(other, 'register', { independent: true });
    expect(changed.message).toContain('expected the key 1 that was invoked at line 3');
  });

  it.each([
    ['counter', '"a"', '--initial of counter to be a number'],
    ['counter', 'a', '--initial to be JSON'],
    ['queue', '[1,null]', '--initial of queue to be a list of elements, none of them null'],
    ['grow-only-set', '1', '--initial of grow-only-set to be a list of elements'],
    ['multi-register', '[]', '--initial of multi-register to be an object'],
    ['priority-queue', '[1]', '--initial of priority-queue to be [v priority]'],
    ['mutex', '0', '--initial of mutex to be true or false'],
    ['key-value', '0', '--initial of key-value to be a string or null'],
    ['fenced-lock', '0', 'no --initial: fenced-lock has none'],
  ])('cannot begin as %s with %s', async (model, initial, expected) => {
    const error = await refusal(INVOKE, model, { initial });
    expect(error.code).toBe('E_INITIAL');
    expect(error.expected).toContain(expected);
  });
});
