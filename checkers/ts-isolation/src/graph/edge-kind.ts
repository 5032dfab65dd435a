// Why an edge is there. A set of kinds is a mask of bits: 1 << kind.

export const WW = 0;
export const WR = 1;
export const RW = 2;
/** A read before a write that is known to come later by the order of one process. */
export const RW_PROCESS = 3;
/** The same, known by real time. */
export const RW_REALTIME = 4;
export const PROCESS = 5;
export const REALTIME = 6;
/** From a node that stands for several edges to where they lead; of the kind of the edge before. */
export const ONWARD = 7;
/** One write before another that is known to come later by what was read: levels from consistent view on. */
export const WW_READ = 8;
/** The same, where that rests on the order of one process. */
export const WW_PROCESS = 9;
/** The same, where that rests on real time. */
export const WW_REALTIME = 10;
/** A level asks for this order because of what a third transaction read. */
export const CO = 11;
/** The same, where that rests on the order of one process. */
export const CO_PROCESS = 12;
/** A read of the state before all writes comes before a write that the reader must know. */
export const INITIAL = 13;
/** The same, where that rests on the order of one process. */
export const INITIAL_PROCESS = 14;

const KINDS = 15;

export function maskOf(...kinds: readonly number[]): number {
  return kinds.reduce((mask, kind) => mask | (1 << kind), 0);
}

export const ANY_KIND = (1 << KINDS) - 1;

const ANTI_DEPENDENCY = maskOf(RW, RW_PROCESS, RW_REALTIME);

/** Whether an edge leads from a read to what it did not see. */
export function isAntiDependency(kind: number): boolean {
  return ((ANTI_DEPENDENCY >>> kind) & 1) === 1;
}
