import type { Transaction, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import type { Appends } from './appends.js';
import type { Found } from './found.js';
import type { ListRead } from './reads.js';
import { NOBODY, type Versions } from './versions.js';

/**
 * Finds reads of what must never be seen: of transactions that failed (`G1a`), and of appends that
 * their transaction followed by others (`G1b`); and appends to what failed transactions left
 * (`dirty-update`).
 */
export function findForbiddenReads(
  history: readonly Transaction[],
  appends: Appends,
  reads: readonly ListRead[],
  versions: Versions,
  found: Found,
): void {
  const writer = (append: number): number => appends.transaction[append] as number;
  const failed = (append: number): boolean =>
    append !== NOBODY && history[writer(append)]?.outcome === 'fail';
  const said = (append: number): string => valueText(appends.value[append] as Value);

  for (const [key, order] of versions.order.entries()) {
    const longest = versions.longest[key];
    if (order === undefined || longest === undefined) continue;
    const name = keyText(appends.keys[key] as Value);
    let dirty = NOBODY;
    for (const append of order) {
      if (failed(append)) {
        dirty = append;
        found.add(
          'G1a',
          [longest.transaction, writer(append)],
          () =>
            `T1 read ${said(append)} in the list of ${name}, which T2 appended; but T2 failed, so nobody may see it (aborted read).`,
        );
      } else if (dirty !== NOBODY && append !== NOBODY) {
        const before = dirty;
        dirty = NOBODY;
        found.add(
          'dirty-update',
          [writer(append), writer(before), longest.transaction],
          () =>
            `T1 appended ${said(append)} to ${name} after ${said(before)}, which T2 appended; but T2 failed. T3 read both.`,
        );
      }
    }
  }
  for (const { transaction, key, before } of reads) {
    if (before < 1 || versions.broken.has(key)) continue;
    const append = versions.order[key]?.[before - 1] ?? NOBODY;
    if (append === NOBODY || failed(append) || writer(append) === transaction) continue;
    const next = appends.next[append] as number;
    if (next === -1) continue;
    const name = keyText(appends.keys[key] as Value);
    found.add(
      'G1b',
      [transaction, writer(append)],
      () =>
        `T1 read the list of ${name} as it ended with ${said(append)}, but T2, which appended that, appended ${said(next)} to it after that (intermediate read).`,
    );
  }
}

/** Finds transactions that read what they append only later (`future-read`). */
export function findFutureReads(
  appends: Appends,
  reads: readonly ListRead[],
  versions: Versions,
  found: Found,
): void {
  for (const { transaction, key, before } of reads) {
    if (before < 1 || versions.broken.has(key)) continue;
    const order = versions.order[key];
    for (let at = 0; at < before; at += 1) {
      const append = order?.[at] ?? NOBODY;
      if (append === NOBODY || appends.transaction[append] !== transaction) continue;
      found.add(
        'future-read',
        [transaction],
        () =>
          `T1 read ${valueText(appends.value[append] as Value)} in the list of ${keyText(appends.keys[key] as Value)} before it appended it.`,
      );
      break;
    }
  }
}
