import { messageOf } from '../../../../harness/index.js';
import type { Address } from './slot-map.js';

/** Where a node sends a client to: for good (`MOVED`), or for this one command (`ASK`). */
export interface Redirection {
  readonly kind: 'MOVED' | 'ASK';
  readonly slot: number;
  readonly to: Address;
}

const REDIRECTION = /^(MOVED|ASK) (\d+) (\S+)$/;

/**
 * The redirection that a node answered instead of executing a command; `null` for any other error.
 * (Redis cluster specification, "MOVED Redirection" and "ASK redirection".)
 */
export function redirectionIn(thrown: unknown): Redirection | null {
  if (!(thrown instanceof Error) || thrown.name !== 'ReplyError') return null;
  const [, kind, slot, to] = REDIRECTION.exec(messageOf(thrown)) ?? [];
  if ((kind !== 'MOVED' && kind !== 'ASK') || slot === undefined || to === undefined) return null;
  return { kind, slot: Number(slot), to };
}
