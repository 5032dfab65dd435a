import { describeValue, type Explanation, type IllegalPartition } from 'ts-linearizability';
import type { History } from '../../harness/core/history.js';
import type { Anomaly, NamedOp } from '../../harness/core/verdict.js';
import type { Value } from 'ts-linearizability';
import { listInWords } from '../../harness/core/words.js';
import type { Budget } from './budget.js';
import { contradictionIn } from './contradiction.js';
import { alikeKey, lookalikesIn, type Lookalikes } from './lookalikes.js';
import type { JudgedOperation, ObjectOperations, Options } from './operations.js';
import { ordersOf } from './orders-of.js';
import type { Part } from './parts.js';
import { keyAsField } from './specification.js';
import type { Storyteller } from './story.js';
import { failedThatTookEffect } from './took-effect.js';
import type { Touches } from './touches.js';

/** What is needed to explain why parts of a history are not linearizable. */
export interface Explaining {
  readonly history: History;
  readonly options: Options;
  /** As the name of the model. */
  readonly noun: string;
  readonly objects: readonly ObjectOperations[];
  readonly touches: Touches;
  readonly storyteller: Storyteller;
  readonly budget: Budget;
}

/** A part that is not linearizable: its anomaly, and why in words that do not name the part. */
export interface Explained {
  readonly why: string;
  readonly anomaly: Anomaly;
}

/** Why a part of a history has no legal order. */
export function explained(
  part: Part,
  illegal: IllegalPartition,
  { history, options, noun, objects, touches, storyteller, budget }: Explaining,
): Explained {
  const { explanation } = illegal;
  const witness = Array.from(
    explanation?.witness ?? [],
    (at) => part.operations[at] as JudgedOperation,
  );
  const touched = touches.of(witness);
  const reason =
    contradictionIn(touched, valueAtFirst(part, options)) ??
    explanation?.reason ??
    'its ops have no legal order';
  const { why, failed } = causeOf(part, witness, reason, objects, budget);
  // Who brought a value belongs to its story, also where the proof can do without.
  const told = [...touches.withBringers(touched, part.operations), ...touches.of(failed)];
  const marked = witness.length === 0 ? part.operations : witness;
  const named = new Set([...told, ...failed.map(({ call }) => ({ op: call }))].map(({ op }) => op));
  const words = (operation: JudgedOperation): NamedOp => namedOp(operation, part);
  const witnessInWords = witness.map(words);
  const anomaly: Anomaly = {
    kind: 'nonlinearizable',
    ops: withCompletions(history, [...marked.map(({ call }) => call), ...named]),
    reason: `${part.key === '' ? 'the history' : `key ${part.key}`} is not linearizable as a ${noun}: ${why}`,
    ...(part.key === '' ? {} : { key: part.key }),
    witness: witnessInWords,
    minimal: explanation !== undefined && isMinimal(explanation),
    ...(failed.length === 0 ? {} : { failed: failed.map(words) }),
    story:
      told.length > 0
        ? storyteller.lines(told)
        : storyteller.ops([...witnessInWords, ...failed.map(words)]),
    ...(explanation === undefined ? {} : { orders: ordersOf(part, illegal, named) }),
  };
  return { why, anomaly };
}

/** Whether all of a witness is needed. One in time also has writes that are there to be understood only. */
function isMinimal({ from, minimal }: Explanation): boolean {
  return minimal && (from === 'initial-state' || from === 'any-state');
}

/** An op by its index and in words. */
export function namedOp({ call, input, output }: JudgedOperation, part: Part): NamedOp {
  const words = part.specification.describeOperation?.(input, output) ?? '';
  return { op: call, words };
}

/** The value that a register holds before any op; `undefined` where it is not known. */
function valueAtFirst({ object }: Part, options: Options): Value | undefined {
  if (options.initialUnknown === true) return undefined;
  const own = options.initialByKey?.[keyAsField(object.key ?? '')];
  return (own ?? options.initial ?? null) as Value;
}

interface Cause {
  readonly why: string;
  readonly failed: readonly JudgedOperation[];
}

/** Why, with what would explain it: failed ops, or values that differ in their types only. */
function causeOf(
  part: Part,
  witness: readonly JudgedOperation[],
  reason: string,
  objects: readonly ObjectOperations[],
  budget: Budget,
): Cause {
  if (witness.length === 0) return { why: reason, failed: [] };
  const alike = lookalikesIn(part, witness, budget);
  if (alike !== undefined) return { why: `${reason}; ${alikeInWords(alike, part)}`, failed: [] };
  const other = alikeKey(part, witness, objects, budget);
  if (other !== undefined) {
    const keys = `the keys ${part.object.key} and ${other}`;
    return { why: `${reason}; ${keys} differ in their types only`, failed: [] };
  }
  const failed = failedThatTookEffect(part, witness, budget);
  if (failed.length === 0) return { why: reason, failed };
  const [only, ...others] = witness;
  const them =
    others.length === 0 && only !== undefined
      ? `${inWords(only, part)} is legal`
      : `${reason}; these ops have a legal order`;
  const those = listInWords(failed.map((one) => inWords(one, part)));
  return {
    why: `${them} only if ${those} took effect, but ${failed.length === 1 ? 'that op' : 'those ops'} failed`,
    failed,
  };
}

function inWords(operation: JudgedOperation, part: Part): string {
  return `${namedOp(operation, part).words} (${operation.name})`;
}

function alikeInWords({ values, operations }: Lookalikes, part: Part): string {
  const [one, other] = [0, 1].map((which) => {
    const operation = operations[which] as JudgedOperation;
    return `${describeValue(values[which] ?? null)} in ${inWords(operation, part)}`;
  });
  const types = values.map((value) => (value === null ? 'null' : `a ${typeof value}`));
  return `${one} and ${other} differ in their types only: ${types.join(' and ')}`;
}

/** Invocations and completions in order, each once, with the completion of every invocation. */
function withCompletions(history: History, ops: readonly number[]): number[] {
  const all = new Set(ops.flatMap((op) => [op, history.pairOf(op) ?? op]));
  return [...all].sort((a, b) => a - b);
}
