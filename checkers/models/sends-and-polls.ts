import type { Value } from 'ts-linearizability';
import { Misfit, type ModelOp, type PartOfOp } from '../../harness/core/model.js';
import { keyText, listOf } from './op-values.js';
export const KAFKA_OPS =
  'send [[send k v]] → [[send k [offset v]]], poll [[poll]] → [[poll {k [[offset v] …]}]], txn of both';

/** Ops of Jepsen's Kafka test that say nothing of what a log holds. */
const OF_CONSUMERS = new Set(['assign', 'subscribe', 'crash', 'debug-topic-partitions']);

/** A record of a log: its offset, and its value. */
export type LogRecord = readonly [offset: number, value: Value];

/**
 * What an op of Jepsen's Kafka test does to the log of each key; `null` for an op of another kind.
 * A part of a send has the value and the offset as its result, one of a poll its records.
 * @throws Misfit for steps that are none of such an op.
 */
export function sendsAndPolls(op: ModelOp): readonly PartOfOp[] | null {
  if (OF_CONSUMERS.has(op.f)) return [];
  if (op.f !== 'send' && op.f !== 'poll' && op.f !== 'txn') return null;
  const invoked = stepsOf(op.value, 'invocation');
  const answer = op.outcome === 'ok' ? op.result : undefined;
  const answered = answer === undefined ? [] : stepsOf(answer, 'completion');
  if (answer !== undefined && answered.length !== invoked.length) {
    throw new Misfit('completion', `the ${invoked.length} steps that were invoked`, op.result);
  }
  return invoked.flatMap(([f, key, value], at): readonly PartOfOp[] => {
    const step = answered[at] ?? [];
    if (f === 'send' && key !== undefined && value !== undefined) {
      return [{ key: logOf(key), op: { ...op, f, value, result: offsetIn(step) } }];
    }
    if (f === 'poll') {
      return step.length === 0
        ? []
        : pollsIn(step).map(([log, records]) => ({
            key: log,
            op: { ...op, f: 'poll', value: undefined, result: records },
          }));
    }
    throw new Misfit('invocation', '[send key value] or [poll] in a list of steps', op.value);
  });
}

function stepsOf(
  value: Value | undefined,
  at: 'invocation' | 'completion',
): readonly (readonly Value[])[] {
  const steps = listOf(value)?.map(listOf);
  if (steps === undefined || steps.includes(undefined)) {
    throw new Misfit(at, 'a list of steps: [send key value] or [poll]', value);
  }
  return steps as readonly (readonly Value[])[];
}

/** The offset that a send was given; `undefined` where the answer names none. */
function offsetIn([, , sent]: readonly Value[]): Value | undefined {
  const offset = listOf(sent)?.length === 2 ? listOf(sent)?.[0] : undefined;
  return offset === null ? undefined : offset;
}

function pollsIn([, polled = {}]: readonly Value[]): readonly (readonly [string, Value])[] {
  if (typeof polled !== 'object' || polled === null || Array.isArray(polled)) {
    throw new Misfit('completion', 'what a poll answers: {key [[offset value] …]}', polled);
  }
  return Object.entries(polled as Readonly<Record<string, Value>>);
}

/** Keys are fields of what a poll answers, and so they are text. */
function logOf(key: Value): string {
  return typeof key === 'string' ? key : keyText(key);
}

/** The records of a poll of one log. @throws Misfit for what is none. */
export function recordsOf(value: Value | undefined): readonly LogRecord[] {
  return (listOf(value) ?? [value]).map((record) => {
    const [offset, polled, ...more] = listOf(record) ?? [];
    if (
      typeof offset === 'number' &&
      Number.isInteger(offset) &&
      polled !== undefined &&
      more.length === 0
    ) {
      return [offset, polled];
    }
    throw new Misfit('completion', 'the records of a poll: [[offset value] …]', value);
  });
}
