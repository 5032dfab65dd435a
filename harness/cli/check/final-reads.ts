import { FINAL_READ, SCAN_ENDS } from '../../core/final-read.js';
import type { RecordedValue } from '../../histories/index.js';
import type { Occurrence, RecordedOperation } from './pairing.js';

interface Piece {
  readonly cursor: string;
  readonly elements: readonly RecordedValue[];
}

interface Scan {
  readonly invocation: Occurrence;
  readonly pieces: (readonly RecordedValue[])[];
  cursor: string;
}

/**
 * The final reads of our own workloads as the plain reads that models know. The pieces of a scan,
 * each of which goes on from the cursor of the one before, become one read; a scan that broke off
 * says nothing.
 */
export class FinalReads {
  readonly #scans = new Map<number, Scan>();

  /** The op as models know it; `undefined` for a piece of a scan that is not complete. */
  take(op: RecordedOperation): RecordedOperation | undefined {
    if (op.f !== FINAL_READ) return op;
    const from = cursorOf(op.value);
    const open = this.#scans.get(op.process);
    this.#scans.delete(op.process);
    if (from === undefined) return { ...op, f: 'read' };
    const piece = op.outcome === 'ok' ? pieceOf(op.result) : undefined;
    if (piece === undefined) return op.outcome === 'ok' ? { ...op, f: 'read' } : undefined;
    const scan =
      from === SCAN_ENDS ? { invocation: op.invocation, pieces: [], cursor: from } : open;
    if (scan?.cursor !== from) return undefined;
    scan.pieces.push(piece.elements);
    scan.cursor = piece.cursor;
    if (piece.cursor === SCAN_ENDS) {
      const result = [...new Set(scan.pieces.flat())];
      return { ...op, f: 'read', value: undefined, result, invocation: scan.invocation };
    }
    this.#scans.set(op.process, scan);
    return undefined;
  }
}

function fieldOf(value: RecordedValue | undefined, name: string): RecordedValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, RecordedValue>>)[name];
}

function cursorOf(value: RecordedValue | undefined): string | undefined {
  const cursor = fieldOf(value, 'cursor');
  return typeof cursor === 'string' ? cursor : undefined;
}

function pieceOf(value: RecordedValue | undefined): Piece | undefined {
  const cursor = cursorOf(value);
  const elements = fieldOf(value, 'elements');
  return cursor !== undefined && Array.isArray(elements)
    ? { cursor, elements: elements as readonly RecordedValue[] }
    : undefined;
}
