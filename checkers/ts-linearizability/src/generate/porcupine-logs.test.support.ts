/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type {
  CasRegisterInput,
  CasRegisterOutput,
  KeyValueInput,
  KeyValueOutput,
} from '../models/inputs.js';
import type { Operation } from '../types.js';

/** The test data of Porcupine, kept beside the project. */
export const ORACLES = new URL('../../../../../shared/oracles/', import.meta.url);

/** The etcd logs, by their names; none if they are not there. */
export function etcdLogs(): ReadonlyMap<string, Operation<CasRegisterInput, CasRegisterOutput>[]> {
  return logsIn('porcupine-etcd', '.log', etcdLog);
}

/** The logs of the key-value test, by their names; none if they are not there. */
export function keyValueLogs(): ReadonlyMap<string, Operation<KeyValueInput, KeyValueOutput>[]> {
  return logsIn('porcupine-kv', '.txt', keyValueLog);
}

function logsIn<Log>(
  folder: string,
  ending: string,
  read: (lines: readonly string[]) => Log,
): ReadonlyMap<string, Log> {
  const url = new URL(`${folder}/`, ORACLES);
  const names = existsSync(url) ? readdirSync(url).filter((name) => name.endsWith(ending)) : [];
  return new Map(
    names.map((name) => [name, read(readFileSync(new URL(name, url), 'utf8').split('\n'))]),
  );
}

/** One line: who, whether it is a call, and what was called or answered. */
interface Line<Input, Output> {
  readonly process: string;
  readonly type: string;
  readonly input: Input;
  readonly output: Output | undefined;
  /** Whether a failure of it says something of the state. */
  readonly isAnswer?: boolean;
}

/** `INFO  jepsen.util - <process> :<type> :<f> <value>`; a failed cas saw another value. */
function etcdLog(lines: readonly string[]): Operation<CasRegisterInput, CasRegisterOutput>[] {
  return paired<CasRegisterInput, CasRegisterOutput>(
    lines,
    / (\d+)\s+:(\w+)\s+:(\w+)\s+(.*)/,
    ([process, type, f, value]) => {
      const [first = null, second = null] = value.match(/-?\d+/g)?.map(Number) ?? [];
      if (f === 'cas') {
        return {
          process,
          type,
          input: { f, from: first, to: second },
          output: type === 'ok',
          isAnswer: true,
        };
      }
      return f === 'write'
        ? { process, type, input: { f, value: first }, output: undefined }
        : { process, type, input: { f: 'read' }, output: first };
    },
  );
}

/** `{:process <n>, :type :<type>, :f :<f>, :key "<key>", :value <text or nil>}`. */
function keyValueLog(lines: readonly string[]): Operation<KeyValueInput, KeyValueOutput>[] {
  const form = /:process (\d+), :type :(\w+), :f :(\w+), :key "(.*)", :value (nil|".*")/;
  return paired<KeyValueInput, KeyValueOutput>(lines, form, ([process, type, f, key, value]) => {
    const text = value === 'nil' ? '' : value.slice(1, -1);
    return f === 'get'
      ? { process, type, input: { f, key }, output: text }
      : { process, type, input: { f: f as 'put', key, value: text }, output: undefined };
  });
}

type Fields = [string, string, string, string, string];

/** Calls with their answers; without one, or with `:info`, an operation stays open. */
function paired<Input, Output>(
  lines: readonly string[],
  form: RegExp,
  read: (fields: Fields) => Line<Input, Output>,
): Operation<Input, Output>[] {
  const operations = new Map<number, Operation<Input, Output>>();
  const open = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    const fields = form.exec(line)?.slice(1) as Fields | undefined;
    if (fields === undefined) {
      continue;
    }
    const { process, type, input, output, isAnswer = false } = read(fields);
    const called = open.get(process) ?? at;
    const call = operations.get(called);
    if (type === 'invoke') {
      open.set(process, at);
      operations.set(at, { clientId: process, input, call: at, return: Infinity });
    } else if (type === 'fail' && !isAnswer) {
      operations.delete(called);
    } else if (type !== 'info' && call !== undefined) {
      operations.set(called, { ...call, output, return: at });
    }
  }
  return [...operations.values()];
}
