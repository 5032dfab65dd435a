import { HELD_ELSEWHERE } from '../../../harness/index.js';

/** The code of a write that a replica refused: it serves reads only. */
export const READ_ONLY = 'readonly';

/** What an error says about an op that changes data. */
export interface ErrorRow {
  /** The code in the history. */
  readonly code: string;
  /** How it is recognised: the first word of a server's reply, or the driver's own text. */
  readonly server?: string;
  readonly driver?: string;
  /** `fail`: the op has certainly not been applied. `info`: it may have been, or may yet be. */
  readonly outcome: 'fail' | 'info';
  /** Why the outcome is certain, or why it is not. */
  readonly reason: string;
}

/** A server's reply that no row knows. */
export const UNKNOWN_REPLY: ErrorRow = {
  code: 'unknown-error',
  outcome: 'info',
  reason: 'an error reply is a failure only where it is known to come before any effect',
};

/** Anything else that the driver may throw. */
export const UNKNOWN_FAILURE: ErrorRow = {
  code: 'client-error',
  outcome: 'info',
  reason: 'nothing tells how far the op got',
};

/**
 * Every error of Redis and ioredis whose meaning is known. Redis checks the `server` ones of
 * outcome `fail` in processCommand or at the top of the command, before anything is changed; in a
 * script that ends with its only write they stop that write.
 */
export const ERROR_TABLE: readonly ErrorRow[] = [
  {
    code: READ_ONLY,
    server: 'READONLY',
    outcome: 'fail',
    reason: 'a replica refuses writes before executing them',
  },
  {
    code: 'loading',
    server: 'LOADING',
    outcome: 'fail',
    reason: 'refused before executing, while the data set is being loaded',
  },
  {
    code: 'master-down',
    server: 'MASTERDOWN',
    outcome: 'fail',
    reason: 'refused before executing: the replica has lost its primary and may not serve old data',
  },
  {
    code: 'no-replicas',
    server: 'NOREPLICAS',
    outcome: 'fail',
    reason: 'min-replicas-to-write is checked before a write is executed',
  },
  {
    code: 'cluster-down',
    server: 'CLUSTERDOWN',
    outcome: 'fail',
    reason: 'the slot check comes before the command is executed',
  },
  {
    code: HELD_ELSEWHERE,
    server: 'MOVED',
    outcome: 'fail',
    reason: 'a redirection is given instead of executing the command',
  },
  {
    code: 'ask',
    server: 'ASK',
    outcome: 'fail',
    reason: 'a redirection is given instead of executing the command',
  },
  {
    code: 'try-again',
    server: 'TRYAGAIN',
    outcome: 'fail',
    reason: 'refused before executing: the keys of the command are being moved',
  },
  {
    code: 'cross-slot',
    server: 'CROSSSLOT',
    outcome: 'fail',
    reason: 'the keys are checked before the command is executed',
  },
  {
    code: 'misconf',
    server: 'MISCONF',
    outcome: 'fail',
    reason: 'writes are refused before executing while the data cannot be saved to disk',
  },
  {
    code: 'out-of-memory',
    server: 'OOM',
    outcome: 'fail',
    reason: 'maxmemory is checked before a command that may need memory is executed',
  },
  {
    code: 'no-script',
    server: 'NOSCRIPT',
    outcome: 'fail',
    reason: 'the script is not known, so none of it ran',
  },
  {
    code: 'busy',
    server: 'BUSY',
    outcome: 'fail',
    reason: 'refused before executing, while another script is running',
  },
  {
    code: 'wrong-type',
    server: 'WRONGTYPE',
    outcome: 'fail',
    reason: 'the type of the key is checked before it is changed',
  },
  {
    code: 'no-permission',
    server: 'NOPERM',
    outcome: 'fail',
    reason: 'permissions are checked before the command is executed',
  },
  {
    code: 'no-auth',
    server: 'NOAUTH',
    outcome: 'fail',
    reason: 'authentication is checked before the command is executed',
  },
  {
    code: 'exec-abort',
    server: 'EXECABORT',
    outcome: 'fail',
    reason: 'the transaction was discarded before any of its commands ran',
  },
  {
    code: 'not-sent',
    driver: "Stream isn't writeable and enableOfflineQueue options is false",
    outcome: 'fail',
    reason: 'the driver refused before writing anything to the socket',
  },
  {
    code: 'connection-closed',
    driver: 'Connection is closed.',
    outcome: 'info',
    reason: 'the connection ended after the op was written and before its reply',
  },
  {
    code: 'connection-closed',
    driver: 'Command aborted due to connection close',
    outcome: 'info',
    reason: 'the connection ended after the op was written and before its reply',
  },
  {
    code: 'timeout',
    driver: 'Command timed out',
    outcome: 'info',
    reason: 'no reply in time; the server may have executed it, or may yet do so',
  },
  {
    code: 'retries-exhausted',
    driver: 'Reached the max retries per request limit',
    outcome: 'info',
    reason: 'the connection ended with the op unanswered',
  },
];
