import type { CasRegisterInput, Operation, Value } from 'ts-linearizability';
import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { MalformedHistoryError } from '../malformed-history.js';

/** The ops of one key, in the terms of ts-linearizability, and where each one came from. */
export interface KeyOperations {
  readonly key: string;
  readonly operations: readonly Operation<CasRegisterInput, Value>[];
  /** Index of the invocation in the history, for each operation. */
  readonly invocations: readonly number[];
}

interface Growing {
  readonly operations: Operation<CasRegisterInput, Value>[];
  readonly invocations: number[];
}

/**
 * The ops of a `register` history by key; op values are `[key, v]`. Positions in the history
 * serve as the clock: the interpreter writes an invocation before it is sent and a completion
 * when it has come, so their order is the order in time.
 *
 * An op that definitely failed is left out, but for a compare-and-set that says what it saw: that
 * is a read. A read without an answer says nothing; a write or compare-and-set without one may
 * take effect at any later time, or never.
 *
 * A final read is a read like any other, where `withFinalReads` says that it may be judged.
 * @throws MalformedHistoryError when a value is not what the `register` workload records.
 */
export function registerOperations(history: History, withFinalReads: boolean): KeyOperations[] {
  const keys = new Map<string, Growing>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    const named = history.f(index);
    const f = named === FINAL_READ && withFinalReads ? 'read' : named;
    if (f !== 'read' && f !== 'write' && f !== 'cas') continue;
    const [key, intent] = pairAt(history, index);
    const operation = operationAt(history, index, f, intent);
    if (operation === null) continue;
    const name = typeof key === 'string' ? key : JSON.stringify(key);
    let growing = keys.get(name);
    if (growing === undefined) keys.set(name, (growing = { operations: [], invocations: [] }));
    growing.operations.push(operation);
    growing.invocations.push(index);
  }
  return [...keys].map(([key, growing]) => ({ key, ...growing }));
}

function operationAt(
  history: History,
  invocation: number,
  f: 'read' | 'write' | 'cas',
  intent: Json,
): Operation<CasRegisterInput, Value> | null {
  const completion = history.pairOf(invocation);
  const type = completion === null ? 'info' : history.type(completion);
  const base = { clientId: clientOf(history, invocation), call: invocation };
  if (type === 'ok' && completion !== null) {
    const answered = { ...base, return: completion };
    if (f === 'read') {
      const [, seen] = pairAt(history, completion);
      return { ...answered, input: { f: 'read' }, output: valueOf(seen) };
    }
    return { ...answered, input: inputOf(f, intent, invocation), output: true };
  }
  if (type === 'fail' && completion !== null) {
    const saw = f === 'cas' ? history.error(completion)?.saw : undefined;
    if (saw === undefined) return null;
    return { ...base, return: completion, input: { f: 'read' }, output: valueOf(saw) };
  }
  if (f === 'read') return null;
  return { ...base, return: Number.POSITIVE_INFINITY, input: inputOf(f, intent, invocation) };
}

function inputOf(f: 'write' | 'cas', intent: Json, invocation: number): CasRegisterInput {
  if (f === 'write') return { f, value: valueOf(intent) };
  const [from, to] = asPair(intent) ?? [];
  if (from === undefined || to === undefined) {
    throw new MalformedHistoryError(invocation, 'a cas of [key, [expected, new]]', intent);
  }
  return { f, from: valueOf(from), to: valueOf(to) };
}

function pairAt(history: History, index: number): readonly [Json, Json] {
  const pair = asPair(history.value(index));
  if (pair === null) {
    throw new MalformedHistoryError(index, 'a value of [key, v]', history.value(index));
  }
  return pair;
}

function asPair(value: Json | undefined): readonly [Json, Json] | null {
  if (!Array.isArray(value)) return null;
  const [first, second, ...rest] = value as readonly Json[];
  return first === undefined || second === undefined || rest.length > 0 ? null : [first, second];
}

function clientOf(history: History, index: number): string {
  const node = history.node(index);
  return `${history.process(index)}${node === undefined ? '' : ` on ${node}`}`;
}

/** A JSON value as the package's: the same, without fields that are undefined. */
function valueOf(json: Json): Value {
  if (typeof json !== 'object' || json === null) return json;
  return JSON.parse(JSON.stringify(json)) as Value;
}
