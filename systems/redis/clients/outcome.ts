import { InputError, messageOf } from '../../../harness/core/errors.js';
import type { Completion } from '../../../harness/core/op.js';
import {
  ERROR_TABLE,
  type ErrorRow,
  NOT_SENT,
  UNKNOWN_FAILURE,
  UNKNOWN_REPLY,
} from './error-table.js';

const FIRST_WORD = /^[A-Z]+(?= |$)/;

const byServerCode = new Map<string, ErrorRow>();
const byDriverText: (readonly [string, ErrorRow])[] = [];
for (const row of ERROR_TABLE) {
  if (row.server !== undefined) byServerCode.set(row.server, row);
  if (row.driver !== undefined) byDriverText.push([row.driver, row]);
}

function isServerReply(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === 'ReplyError';
}

/** The row of {@link ERROR_TABLE} that an error falls under; an unknown one is never `fail`. */
export function rowOf(thrown: unknown): ErrorRow {
  const message = messageOf(thrown);
  if (isServerReply(thrown)) {
    const code = FIRST_WORD.exec(message)?.[0] ?? '';
    return byServerCode.get(code) ?? UNKNOWN_REPLY;
  }
  for (const [text, row] of byDriverText) if (message.startsWith(text)) return row;
  return UNKNOWN_FAILURE;
}

/**
 * The completion of an op that ended with an error. A read that did not complete has certainly
 * changed nothing, so it is always `fail`; so is an op that no data type serves.
 */
export function completionOfError(thrown: unknown, isRead: boolean): Completion {
  if (thrown instanceof InputError) {
    return { type: 'fail', error: { code: 'unserved-op', message: thrown.message } };
  }
  const row = rowOf(thrown);
  return {
    type: isRead ? 'fail' : row.outcome,
    error: { code: row.code, message: messageOf(thrown) },
  };
}

/** The completion of an op that was not written to any socket. */
export function completionNotSent(status: string): Completion {
  return {
    type: NOT_SENT.outcome,
    error: { code: NOT_SENT.code, message: `the connection is "${status}"` },
  };
}
