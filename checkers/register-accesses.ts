import type { HistoryOp } from './history-op.js';
import { pairIn } from './pair-in.js';
import { valueText } from './value-text.js';

/** A read or a write of one register by a session. */
export interface Access {
  readonly op: HistoryOp;
  readonly kind: 'read' | 'write';
  /** As JSON, as the version. */
  readonly key: string;
  /** The value that was read or written. */
  readonly version: string;
}

/**
 * What an op did to a register: a compare-and-set reads and writes. Ops that failed did nothing. Final reads are no ops of a
 * session: each asks the node that it is sent to.
 *
 * @throws MalformedHistoryError where an op has no key.
 */
export function accessesOf(op: HistoryOp): readonly Access[] {
  const { f, value, outcome, result } = op.op;
  if (outcome === 'fail') return [];
  if (f === 'read') {
    if (outcome !== 'ok') return [];
    const [key, version] = pairIn(op, result);
    return [accessOf(op, 'read', key, version)];
  }
  if (f !== 'write' && f !== 'cas') return [];
  const [key, of] = pairIn(op, value);
  if (f === 'write') return [accessOf(op, 'write', key, of)];
  const [expected, next] = pairIn(op, of);
  const write = accessOf(op, 'write', key, next);
  return outcome === 'ok' ? [accessOf(op, 'read', key, expected), write] : [write];
}

function accessOf(op: HistoryOp, kind: Access['kind'], key: unknown, version: unknown): Access {
  return { op, kind, key: valueText(key), version: valueText(version) };
}
