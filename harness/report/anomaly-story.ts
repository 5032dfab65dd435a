import type { History } from '../core/history.js';
import type { Anomaly, WholeOrder } from '../core/verdict.js';
import { counted } from '../core/words.js';

/** So many ops of a file are named with their lines. */
const OPS_WITH_LINES = 12;
/** Of an order that was asked for: longer ones are in results.json. */
const ORDER_SHOWN = 200;

/** What the ops of an anomaly did, and why that can't be: a line each. */
export function storyOf({ story, witness = [], dependencies = [] }: Anomaly): readonly string[] {
  const ops =
    // Reasons of anomalies without a story call the ops of the witness T1, T2, …
    story ?? witness.map(({ op, words }, at) => `T${at + 1} ${words} (op ${op})`);
  const because = dependencies.map(
    ({ from, to, kind, reason }) => `T${from} before T${to} (${kind}): ${reason}`,
  );
  return [...ops, ...because];
}

/**
 * Where the ops of an anomaly stand in the file that they were imported from: `op 0: lines 2-3`; `null` of
 * a run of ours.
 */
export function linesInWords({ ops }: Anomaly, history: History): string | null {
  const invocations = ops.filter(
    (op) => history.line(op) !== undefined && !isCompletion(history, op),
  );
  if (invocations.length === 0) return null;
  const named = invocations.slice(0, OPS_WITH_LINES).map((op) => {
    const completion = history.pairOf(op);
    const end = completion === null ? undefined : history.line(completion);
    const line = history.line(op) ?? 0;
    return `op ${op}: ${end === undefined ? `line ${line}` : `lines ${line}-${end}`}`;
  });
  const more = invocations.length - OPS_WITH_LINES;
  return `In the file: ${named.join(', ')}${more > 0 ? `, and ${counted(more, 'more op')}` : ''}`;
}

function isCompletion(history: History, op: number): boolean {
  return history.type(op) !== 'invoke' && history.pairOf(op) !== null;
}

/** A legal order that was asked for, a line each, below a line that says what it is. */
export function orderLines({ key, order, validated }: WholeOrder): readonly string[] {
  const of = key === '' ? '' : ` of key ${key}`;
  const title =
    validated === null
      ? `The longest legal order${of} that was found`
      : `A legal order${of} (a second program ${validated ? 'agrees' : 'DISAGREES: please report it'})`;
  const more = order.length - ORDER_SHOWN;
  return [
    `${title}:`,
    ...order.slice(0, ORDER_SHOWN).map(({ op, words }) => `  op ${op}: ${words}`),
    ...(more > 0 ? [`  and ${counted(more, 'more op')}, in results.json`] : []),
  ];
}
