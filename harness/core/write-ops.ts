import type { DataType } from './data-type.js';
import { FINAL_READ } from './final-read.js';
import type { TestPlan } from './plan.js';

/** The ops of the data types that come with Faultline and change nothing. */
const READS: ReadonlySet<string> = new Set(['read', FINAL_READ, 'poll', 'watch', 'final-watch']);

/** Tells of the f of a client op whether the op may change what the store holds. */
export type IsWrite = (f: string) => boolean;

/** Tells it of the ops of a run, going by what its plan says of their data type. */
export function writesOf({ reads }: Pick<TestPlan, 'reads'>): IsWrite {
  const only = reads === undefined ? READS : new Set(reads);
  return (f) => !only.has(f);
}

/**
 * The ops of a data type that change nothing: those which it says so of, and of which it says nothing, those that are
 * named as Faultline's own. `null` where the names alone tell.
 */
export function readsOf({ operations }: DataType): readonly string[] | null {
  const entries = Object.entries(operations);
  const reads = entries.flatMap(([f, { readsOnly }]) => ((readsOnly ?? READS.has(f)) ? [f] : []));
  const tell = entries.every(([f]) => READS.has(f) === reads.includes(f));
  return tell ? null : reads;
}
