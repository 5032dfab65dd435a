/** Codes of the answers that are no success. */
export const CODES = {
  systemError: -1,
  runtimeInconsistency: -2,
  dataInconsistency: -3,
  operationTimeout: -7,
  noNode: -101,
  badVersion: -103,
  nodeExists: -110,
  notEmpty: -111,
  sessionExpired: -112,
  sessionMoved: -118,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(CODES).map(([name, code]) => [
    code,
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  ]),
);

/** An answer of ZooKeeper that is no success. */
export class ZooKeeperError extends Error {
  readonly code: number;
  /** Lower case, words joined by hyphens: `node-exists`. */
  readonly codeName: string;

  constructor(code: number) {
    const name = NAMES.get(code) ?? `error${code}`;
    super(`ZooKeeper answered ${name} (${code})`);
    this.name = 'ZooKeeperError';
    this.code = code;
    this.codeName = name;
  }
}

/** Whether something that was thrown is this answer. */
export function isAnswer(thrown: unknown, code: keyof typeof CODES): boolean {
  return thrown instanceof ZooKeeperError && thrown.code === CODES[code];
}
