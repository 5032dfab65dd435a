import type { Value } from 'ts-linearizability';
import { SCAN_ENDS } from '../../harness/core/final-read.js';
import type { Process } from '../../harness/core/op.js';
import { fieldsOf, listOf } from '../models/op-values.js';
import type { HistoryOp } from '../history-op.js';

interface Scan {
  readonly invocation: number;
  readonly pieces: (readonly Value[])[];
  cursor: string;
}

/**
 * Final reads as the plain reads that models know. The pieces of a scan, each of which goes on from
 * the cursor of the one before, become one read; a scan that broke off says nothing.
 */
export class FinalReads {
  readonly #scans = new Map<Process, Scan>();

  /** The op as models know it; `null` for a piece of a scan that is not complete. */
  take(found: HistoryOp, process: Process): HistoryOp | null {
    const { op } = found;
    const asRead = { ...found, op: { ...op, f: 'read' } };
    const from = cursorOf(op.value);
    const open = this.#scans.get(process);
    this.#scans.delete(process);
    if (from === undefined) return asRead;
    const cursor = cursorOf(op.result);
    const elements = listOf(fieldsOf(op.result)?.['elements']);
    if (op.outcome !== 'ok') return null;
    if (cursor === undefined || elements === undefined) return asRead;
    const scan =
      from === SCAN_ENDS ? { invocation: found.invocation, pieces: [], cursor: from } : open;
    if (scan?.cursor !== from) return null;
    scan.pieces.push(elements);
    scan.cursor = cursor;
    if (cursor === SCAN_ENDS) {
      const result = [...new Set(scan.pieces.flat())];
      const { invocation } = scan;
      return { ...asRead, invocation, op: { ...asRead.op, value: undefined, result } };
    }
    this.#scans.set(process, scan);
    return null;
  }
}

function cursorOf(value: Value | undefined): string | undefined {
  const cursor = fieldsOf(value)?.['cursor'];
  return typeof cursor === 'string' ? cursor : undefined;
}
