// Why an edge is there, as bits, so that a set of kinds is a mask.

export const WW = 1;
export const WR = 2;
export const RW = 4;
export const PROCESS = 8;
export const REALTIME = 16;
/** From a node that stands for several edges to where they lead; of the kind of the edge before. */
export const ONWARD = 32;
