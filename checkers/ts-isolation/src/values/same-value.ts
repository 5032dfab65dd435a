import type { Value } from '../types.js';
import { isStructure, structureText } from './structure.js';

/** Whether two values are equal; NaN is equal to itself. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isStructure(a) && isStructure(b)) return structureText(a) === structureText(b);
  return Number.isNaN(a) && Number.isNaN(b);
}

/** Where two lists begin to differ; the length of the shorter one where that is a prefix. */
export function commonPrefix(a: readonly Value[], b: readonly Value[]): number {
  const shorter = Math.min(a.length, b.length);
  if (a === b) return shorter;
  let at = 0;
  while (at < shorter && sameValue(a[at], b[at])) at += 1;
  return at;
}
