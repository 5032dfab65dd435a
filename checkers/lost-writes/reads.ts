import { FINAL_READ, SCAN_ENDS, scanCursor, scanPiece } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import { isJsonArray, type Json } from '../../harness/core/json.js';
import { MalformedHistoryError } from '../malformed-history.js';

/** What one answer held. */
export interface ReadPart {
  /** Index of the completion. */
  readonly index: number;
  /** As the store gave them: in any order, and possibly more than once. */
  readonly elements: readonly number[];
}

/** A read of the set that was answered: at once, or as the pieces of a scan. */
export interface SetRead {
  /** Index of the last completion. */
  readonly index: number;
  /** Whether it tells what the node held after recovery: a scan that broke off does not. */
  readonly final: boolean;
  readonly node: string;
  readonly parts: readonly ReadPart[];
  /** Whether an element that comes twice is an anomaly: a scan may give one again. */
  readonly unique: boolean;
}

interface Scan {
  readonly node: string;
  readonly parts: ReadPart[];
  cursor: string;
}

/**
 * All answered reads, in order of their last answer. The pieces of one process on one node make
 * a scan, where each goes on from the cursor of the one before.
 * @throws MalformedHistoryError when an answer is no list of integers.
 */
export function* readsOf(history: History): IterableIterator<SetRead> {
  const scans = new Map<number | string, Scan>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) === 'invoke' || history.isNemesis(index)) continue;
    const f = history.f(index);
    if (f !== 'read' && f !== FINAL_READ) continue;
    const process = history.process(index);
    const open = scans.get(process);
    const invocation = history.pairOf(index);
    const piece = history.type(index) === 'ok' ? scanPiece(history.value(index)) : null;
    const sentTo = invocation === null ? undefined : history.node(invocation);
    const node = history.node(index) ?? sentTo ?? '?';
    const from = invocation === null ? null : scanCursor(history.value(invocation));
    const continues =
      piece !== null && open !== undefined && open.cursor === from && open.node === node;
    if (open !== undefined && !continues) {
      scans.delete(process);
      yield readOf(open, false);
    }
    if (history.type(index) !== 'ok') continue;
    if (piece === null) {
      const parts = [{ index, elements: elementsOf(index, history.value(index)) }];
      yield { index, final: f === FINAL_READ, node, parts, unique: true };
      continue;
    }
    const scan = continues ? open : { node, parts: [], cursor: '' };
    scan.parts.push({ index, elements: elementsOf(index, piece.elements) });
    scan.cursor = piece.cursor;
    const whole = continues || from === null || from === SCAN_ENDS;
    if (whole && piece.cursor !== SCAN_ENDS) scans.set(process, scan);
    else yield readOf(scan, whole);
  }
  for (const scan of scans.values()) yield readOf(scan, false);
}

function readOf({ node, parts }: Scan, final: boolean): SetRead {
  return { index: parts.at(-1)?.index ?? -1, final, node, parts, unique: false };
}

function elementsOf(index: number, value: Json | undefined): readonly number[] {
  if (!isJsonArray(value)) throw new MalformedHistoryError(index, 'a list of integers', value);
  for (const element of value) {
    if (!Number.isSafeInteger(element)) {
      throw new MalformedHistoryError(index, 'a list of integers', element);
    }
  }
  return value as readonly number[];
}
