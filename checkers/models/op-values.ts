import { structuralKey, type Value } from 'ts-linearizability';
import { Misfit, type ModelOp, type ObjectOptions } from '../../harness/core/model.js';

/** An op that a model does not have. */
export function unknownOp(op: ModelOp, ops: string): Misfit {
  return new Misfit('invocation', `an op of the model: ${ops};`, op.f, 'name another --model');
}

/** What a read answered; `undefined` when it is not known. */
export function answerOf(op: ModelOp, { nilRead }: ObjectOptions): Value | undefined {
  return op.outcome === 'ok' && !(op.result === null && nilRead === 'unknown')
    ? op.result
    : undefined;
}

/** The value that an op was invoked with. @throws Misfit when it has none. */
export function valueOf(op: ModelOp): Value {
  if (op.value === undefined) throw new Misfit('invocation', `a value for ${op.f}`, undefined);
  return op.value;
}

/** A list; `undefined` when a value is none. */
export function listOf<V extends Value>(value: V | undefined): readonly V[] | undefined {
  return Array.isArray(value) ? (value as readonly V[]) : undefined;
}

/** A list of two; `undefined` when a value is none. */
export function pairOf(value: Value | undefined): readonly [Value, Value] | undefined {
  const [first, second, ...rest] = listOf(value) ?? [];
  return first === undefined || second === undefined || rest.length > 0
    ? undefined
    : [first, second];
}

/** The fields of an object; `undefined` when a value is none. */
export function fieldsOf(
  value: Value | undefined,
): Readonly<Record<string, Value | undefined>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Value | undefined>>)
    : undefined;
}

/** The elements that a container holds at first. @throws Misfit unless it is a list without null. */
export function initialItems(initial: Value | undefined): Exclude<Value, null>[] {
  const items = initial === undefined ? [] : listOf(initial);
  if (items === undefined || items.includes(null)) {
    throw new Misfit('invocation', 'a list of elements, none of them null,', initial);
  }
  return items as Exclude<Value, null>[];
}

/** An element for a container, where null says "empty". @throws Misfit for null. */
export function itemOf(op: ModelOp): Exclude<Value, null> {
  const value = valueOf(op);
  if (value !== null) return value;
  throw new Misfit('invocation', `an element that is not null for ${op.f}`, null);
}

/** Strings that could be taken for the text of another value. */
const AMBIGUOUS = /^(?:-?\d|["[{]|(?:true|false|null)$)/;

/** A key as text: different keys have different texts. */
export function keyText(key: Value): string {
  return typeof key === 'string' && !AMBIGUOUS.test(key) ? key : structuralKey(key);
}
