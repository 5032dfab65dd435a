import { keyValue, type KeyValueInput, type KeyValueOutput, type Value } from 'ts-linearizability';
import { type Decoded, Misfit, type ModelOp, defineModel } from '../../harness/core/model.js';
import { keyText, pairOf, unknownOp } from './op-values.js';
import { beforeAny, beginningsOf } from './starts.js';

const OPS = 'get [key null] → [key v], put [key v], append [key v]; each v a string';

export const keyValueModel = defineModel({
  name: 'key-value',
  summary: 'strings by key, with append; what Porcupine’s key-value logs hold',
  ops: OPS,
  initial:
    'what a key that was never written reads as: a string or null (""); or an object with the string that each key holds',
  create: (initial) => {
    if (initial === undefined || initial === null || typeof initial === 'string') {
      return keyValue(initial);
    }
    return keyValue('', stringsOf(initial));
  },
  starts: (operations) => {
    const early = beforeAny(operations, ({ input }) => input.f === 'put');
    const appended = early.flatMap(({ input }) => (input.f === 'append' ? [input.value] : []));
    const seen = early.flatMap(({ input, output }) =>
      input.f === 'get' && output !== undefined ? [output] : [],
    );
    const texts = new Set(
      seen.flatMap((text) => (text === null ? [] : beginningsOf(text, appended))),
    );
    const key = operations[0]?.input.key ?? '';
    return [seen.includes(null) ? null : '', ...[...texts].map((text) => ({ [key]: text }))];
  },
  decode(op): Decoded<KeyValueInput, KeyValueOutput> {
    if (op.f !== 'get' && op.f !== 'put' && op.f !== 'append') throw unknownOp(op, OPS);
    const [key, value] = keyAndValue(op);
    if (op.f === 'get') return { input: { f: op.f, key }, output: answerOf(op, key) };
    return { input: { f: op.f, key, value: stringOf(value, 'invocation') }, output: undefined };
  },
});

function stringsOf(initial: Value): Readonly<Record<string, string>> {
  const wrong = new Misfit(
    'invocation',
    'a string or null, or an object with strings by key',
    initial,
  );
  if (typeof initial !== 'object' || initial === null || Array.isArray(initial)) throw wrong;
  return Object.fromEntries(
    Object.entries(initial as Readonly<Record<string, Value>>).map(([key, value]) => {
      if (typeof value !== 'string') throw wrong;
      return [key, value];
    }),
  );
}

function keyAndValue(op: ModelOp): readonly [string, Value] {
  const pair = pairOf(op.value);
  if (pair === undefined) throw new Misfit('invocation', `${op.f} of [key value]`, op.value);
  return [keyText(pair[0]), pair[1]];
}

function answerOf(op: ModelOp, key: string): string | null | undefined {
  if (op.outcome !== 'ok' || op.result === undefined) return undefined;
  const [seenKey, seen] = pairOf(op.result) ?? [];
  if (seenKey === undefined || seen === undefined || keyText(seenKey) !== key) {
    throw new Misfit('completion', `[key value] of the key ${key}`, op.result);
  }
  return seen === null ? null : stringOf(seen, 'completion');
}

function stringOf(value: Value, at: 'invocation' | 'completion'): string {
  if (typeof value === 'string') return value;
  throw new Misfit(
    at,
    'a string as the value of a key',
    value,
    'other values of keys: --model register --independent, with read and write',
  );
}
