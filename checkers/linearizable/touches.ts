import { valueKey, type Key, type Value } from 'ts-linearizability';
import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import type { OpType } from '../../harness/core/op.js';

/** How an op of a register touches one value: it brings it, sees it there, or puts another in its place. */
export interface Touch {
  readonly value: Json;
  /** Equal for equal values. */
  readonly key: Key;
  readonly does: 'brings' | 'sees' | 'replaces';
  /** Index of the invocation. */
  readonly op: number;
  /** What became of the op; `info` where nothing is known. */
  readonly outcome: OpType;
  readonly start_ns: number;
  /** Infinite where no answer came: it may take effect at any later time, or never. */
  readonly end_ns: number;
  /** The node that answered, or that was asked. */
  readonly node: string | undefined;
  /** What the op did, in words, for one who reads of this value. */
  readonly words: string;
}

/** How an op touches values, in words: `cas 3 -> 4` replaces 3 and brings 4. */
export function touchesOf(history: History, op: number): Touch[] {
  const completion = history.pairOf(op);
  const outcome = completion === null ? 'info' : history.type(completion);
  const intent = partOf(history.value(op), 1);
  const base = {
    op,
    outcome,
    start_ns: history.time(op),
    end_ns:
      completion === null || outcome === 'info'
        ? Number.POSITIVE_INFINITY
        : history.time(completion),
    node: (completion === null ? undefined : history.node(completion)) ?? history.node(op),
  };
  const touch = (does: Touch['does'], value: Json | undefined, words: string): Touch[] =>
    value === undefined ? [] : [{ ...base, value, key: valueKey(value as Value), does, words }];
  const f = history.f(op);
  if (f === 'write') return touch('brings', intent, 'written');
  if (f === 'cas') {
    const [from, to] = [partOf(intent, 0), partOf(intent, 1)];
    const saw = completion === null ? undefined : history.error(completion)?.saw;
    const shown = `cas ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;
    if (outcome === 'fail') return touch('sees', saw, `seen by a ${shown} that did not match`);
    const replaces = outcome === 'ok' ? touch('replaces', from, `replaced by a ${shown}`) : [];
    return [...replaces, ...touch('brings', to, `brought by a ${shown}`)];
  }
  const seen = completion === null ? undefined : partOf(history.value(completion), 1);
  return outcome === 'ok' ? touch('sees', seen, f === 'read' ? 'read' : 'read at the end') : [];
}

/** Some touches, and those of the ops of the same key that bring a value which these see only. */
export function withBringers(
  touches: readonly Touch[],
  history: History,
  ofKey: readonly number[],
): readonly Touch[] {
  const brought = new Set(touches.flatMap(({ does, key }) => (does === 'brings' ? [key] : [])));
  const missing = new Set(touches.map(({ key }) => key).filter((key) => !brought.has(key)));
  if (missing.size === 0) return touches;
  const bringers = ofKey.flatMap((op) =>
    touchesOf(history, op).filter(({ does, key }) => does === 'brings' && missing.has(key)),
  );
  return [...touches, ...bringers];
}

function partOf(value: Json | undefined, part: number): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[])[part] : undefined;
}
