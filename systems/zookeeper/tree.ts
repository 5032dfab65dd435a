/** The nodes of the tree below which clients keep what they store. */
export const ROOTS = {
  /** Written before reads of which a majority has to know. */
  reads: '/faultline-reads',
  probe: '/faultline-probe',
  register: '/faultline-register',
  set: '/faultline-set',
  count: '/faultline-count',
  ids: '/faultline-ids',
  queue: '/faultline-queue',
  log: '/faultline-log',
  transaction: '/faultline-txn',
  account: '/faultline-account',
  row: '/faultline-row',
  lock: '/faultline-lock',
  guarded: '/faultline-guarded',
  watched: '/faultline-watched',
} as const;

/** The path of a node below another one, whatever its name holds. */
export function below(root: string, name: string): string {
  return `${root}/${nameOf(name)}`;
}

/** A text as the name of a node; names may hold no slash, and may not be `.` or `..`. */
function nameOf(text: string): string {
  return `=${encodeURIComponent(text)}`;
}

/** The text that a name stands for. */
export function textIn(name: string): string {
  return decodeURIComponent(name.slice(1));
}

/** The number at the end of the name of a sequential node. */
export function numberIn(name: string): number {
  return Number(name.slice(-10));
}
