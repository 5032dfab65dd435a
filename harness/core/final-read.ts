import { isJsonObject, type Json } from './json.js';

/** The f of the reads after recovery; `read` is a read while the test goes on. */
export const FINAL_READ = 'final-read';

/**
 * The error code of a read that a node refuses because other nodes hold the data, in a store that deals
 * its data out to its nodes. As a final read it counts as an answer: there is nothing to read here.
 */
export const HELD_ELSEWHERE = 'held-elsewhere';

/** The cursor that a scan begins with, and that its last piece answers with. */
export const SCAN_ENDS = '0';

/**
 * A part of a collection, as SSCAN gives it: the cursor to go on from, and some elements. An
 * element that was there all the time is in some piece; it may be in several, or twice in one.
 */
export interface ScanPiece {
  readonly cursor: string;
  readonly elements: readonly Json[];
}

/** The piece of a scan that a final read answered with; `null` for any other value. */
export function scanPiece(value: Json | undefined): ScanPiece | null {
  if (!isJsonObject(value)) return null;
  const { cursor, elements } = value;
  return typeof cursor === 'string' && Array.isArray(elements) ? { cursor, elements } : null;
}

/** The cursor that a final read was asked to go on from; `null` where the whole was asked for. */
export function scanCursor(value: Json | undefined): string | null {
  const cursor = isJsonObject(value) ? value['cursor'] : undefined;
  return typeof cursor === 'string' ? cursor : null;
}
