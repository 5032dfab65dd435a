import { History } from '../core/history.js';
import type { Json } from '../core/json.js';
import { isPlainJson } from '../core/json-text.js';
import { NEMESIS, type OpError, type OpType } from '../core/op.js';

/** Values per piece of text: long enough to be quick, short enough for a string. */
const VALUES_PER_CHUNK = 4_096;
const TYPES: readonly OpType[] = ['invoke', 'ok', 'fail', 'info'];
const NEMESIS_CODE = -1;
const NO_NODE = -1;

/**
 * A history as shared memory: any number of workers read it without a copy of their own being
 * sent to them. Values are JSON, one per line; an empty line is an unknown value.
 */
export interface PackedHistory {
  readonly length: number;
  readonly process: Float64Array;
  readonly type: Uint8Array;
  readonly f: Int32Array;
  readonly fNames: readonly string[];
  readonly node: Int32Array;
  readonly nodeNames: readonly string[];
  readonly time: Float64Array;
  readonly values: readonly Uint8Array[];
  /** Values that the built-in JSON can't hold: NaN, integers beyond 2^53. */
  readonly odd: readonly (readonly [index: number, value: Json])[];
  /** Lines of a file; empty where no event was imported. */
  readonly line: Int32Array;
  readonly errors: readonly (readonly [index: number, error: OpError])[];
}

/** Copies a history into shared memory. */
export function packHistory(history: History): PackedHistory {
  const { length } = history;
  const process = new Float64Array(new SharedArrayBuffer(8 * length));
  const type = new Uint8Array(new SharedArrayBuffer(length));
  const f = new Int32Array(new SharedArrayBuffer(4 * length));
  const node = new Int32Array(new SharedArrayBuffer(4 * length));
  const time = new Float64Array(new SharedArrayBuffer(8 * length));
  const fCodes = new Map<string, number>();
  const nodeCodes = new Map<string, number>();
  const errors: [number, OpError][] = [];
  const line = new Int32Array(new SharedArrayBuffer(isImported(history) ? 4 * length : 0));
  const odd: [number, Json][] = [];
  const values: Uint8Array[] = [];
  let lines: string[] = [];
  for (let index = 0; index < length; index += 1) {
    const by = history.process(index);
    const at = history.node(index);
    const error = history.error(index);
    process[index] = by === NEMESIS ? NEMESIS_CODE : by;
    type[index] = TYPES.indexOf(history.type(index));
    f[index] = codeOf(fCodes, history.f(index));
    node[index] = at === undefined ? NO_NODE : codeOf(nodeCodes, at);
    time[index] = history.time(index);
    if (line.length > 0) line[index] = history.line(index) ?? 0;
    if (error !== undefined) errors.push([index, error]);
    const value = history.value(index);
    const isOdd = value !== undefined && !isPlainJson(value);
    if (isOdd) odd.push([index, value]);
    lines.push(value === undefined || isOdd ? '' : JSON.stringify(value));
    if (lines.length === VALUES_PER_CHUNK || index === length - 1) {
      values.push(sharedText(lines.join('\n')));
      lines = [];
    }
  }
  const fNames = [...fCodes.keys()];
  const nodeNames = [...nodeCodes.keys()];
  return { length, process, type, f, fNames, node, nodeNames, time, values, odd, line, errors };
}

/** The history that was packed. */
export function unpackHistory(packed: PackedHistory): History {
  const history = new History();
  const errors = new Map(packed.errors);
  const odd = new Map(packed.odd);
  const values = valuesOf(packed);
  for (let index = 0; index < packed.length; index += 1) {
    const process = packed.process[index] ?? NEMESIS_CODE;
    const error = errors.get(index);
    const { value } = values.next();
    const line = packed.line[index] ?? 0;
    history.append({
      process: process === NEMESIS_CODE ? NEMESIS : process,
      type: TYPES[packed.type[index] ?? 0] ?? 'info',
      f: packed.fNames[packed.f[index] ?? 0] ?? '',
      value: value === undefined ? odd.get(index) : value,
      time: packed.time[index] ?? 0,
      node: packed.nodeNames[packed.node[index] ?? NO_NODE],
      ...(error === undefined ? {} : { error }),
      ...(line === 0 ? {} : { line }),
    });
  }
  return history;
}

function* valuesOf(packed: PackedHistory): Generator<Json | undefined, undefined> {
  const decoder = new TextDecoder();
  for (const chunk of packed.values) {
    for (const line of decoder.decode(Uint8Array.from(chunk)).split('\n')) {
      yield line === '' ? undefined : (JSON.parse(line) as Json);
    }
  }
  return undefined;
}

/** All events of a history were imported, or none. */
function isImported(history: History): boolean {
  return history.length > 0 && history.line(0) !== undefined;
}

function sharedText(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

function codeOf(codes: Map<string, number>, name: string): number {
  let code = codes.get(name);
  if (code === undefined) codes.set(name, (code = codes.size));
  return code;
}
