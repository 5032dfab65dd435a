import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { InputError, messageOf } from '../core/errors.js';
import { History } from '../core/history.js';
import type { Json, JsonObject } from '../core/json.js';
import { NEMESIS, type Op, type OpError, type OpType } from '../core/op.js';
import { uncompressed } from '../histories/index.js';
import { FILES } from './layout.js';

/** A history that was read back, and whether its last line was torn (a killed run leaves that). */
export interface ReadHistory {
  readonly history: History;
  readonly tornLastLine: boolean;
}

/** The path of the history in a run's folder: the compressed one, unless only a plain one is there. */
export async function historyIn(folder: string): Promise<string> {
  const plain = join(folder, FILES.plainHistory);
  const compressed = join(folder, FILES.history);
  return (await exists(compressed)) || !(await exists(plain)) ? compressed : plain;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Reads a `history.jsonl.gz`, or the same as plain lines, as a stream.
 * @throws InputError naming the line, what was expected there and what came.
 */
export async function readHistory(path: string): Promise<ReadHistory> {
  const history = new History();
  let rest = '';
  let lineNumber = 0;
  const take = (line: string, last: boolean): boolean => {
    lineNumber += 1;
    if (line.trim() === '') return true;
    const parsed = parseLine(line);
    if ('problem' in parsed) {
      if (last && parsed.torn) return false;
      throw badLine(path, lineNumber, line, parsed.problem);
    }
    if (parsed.op.index !== history.length) {
      const problem = `index ${parsed.op.index} where ${history.length} comes next`;
      throw badLine(path, lineNumber, line, problem);
    }
    history.append(parsed.op);
    return true;
  };
  try {
    const decoder = new TextDecoder();
    for await (const piece of uncompressed(path)) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line, false);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({
      code: 'E_HISTORY_UNREADABLE',
      expected: `a history file at ${path}`,
      actual: messageOf(error),
      advice: 'name the folder of a run, as printed at its end',
      cause: error,
    });
  }
  const whole = rest === '' || take(rest, true);
  return { history, tornLastLine: !whole };
}

type ParsedLine = { readonly op: Op } | { readonly problem: string; readonly torn: boolean };

const TYPES: ReadonlySet<string> = new Set<OpType>(['invoke', 'ok', 'fail', 'info']);

function parseLine(line: string): ParsedLine {
  let json: Json;
  try {
    json = JSON.parse(line) as Json;
  } catch (error) {
    return { problem: `it is not JSON: ${messageOf(error)}`, torn: true };
  }
  const wrong = (problem: string): ParsedLine => ({ problem, torn: false });
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return wrong('it is not an object');
  }
  const { index, time, process, type, f, value, node, error } = json as JsonObject;
  if (typeof index !== 'number' || !Number.isInteger(index)) return wrong('index is no integer');
  if (typeof time !== 'number' || time < 0) return wrong('time is no number of nanoseconds');
  if (process !== NEMESIS && (typeof process !== 'number' || !Number.isInteger(process))) {
    return wrong('process is neither an integer nor "nemesis"');
  }
  if (typeof type !== 'string' || !TYPES.has(type)) {
    return wrong(`type is ${JSON.stringify(type)}, not one of invoke, ok, fail, info`);
  }
  if (typeof f !== 'string') return wrong('f is no string');
  if (node !== undefined && typeof node !== 'string') return wrong('node is no string');
  if (error !== undefined && !isOpError(error)) return wrong('error is no object with a code');
  const op: Op = { index, time, process, type: type as OpType, f, value, node, error };
  return { op };
}

function isOpError(json: Json): json is Json & OpError {
  return (
    typeof json === 'object' && json !== null && 'code' in json && typeof json['code'] === 'string'
  );
}

function badLine(path: string, lineNumber: number, line: string, problem: string): InputError {
  const shown = line.length > 80 ? `${line.slice(0, 80)}…` : line;
  return new InputError({
    code: 'E_HISTORY_LINE',
    expected: `an event of a history on line ${lineNumber} of ${path}`,
    actual: `${problem} (${shown})`,
    advice:
      'the file was changed or cut after the run: restore it, or remove what follows the last good line',
  });
}
