import { messageOf, OpFailed, OpIndeterminate } from '../../../harness/index.js';
import {
  ERROR_TABLE,
  type ErrorRow,
  READ_ONLY,
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
 * What an error says of an op that changes data, as a client tells it.
 *
 * @param leavesReplica whether the connection was opened to be that of the primary: one that is refused
 *   with READONLY leads to a replica now.
 */
export function opErrorOf(thrown: unknown, leavesReplica: boolean): OpFailed | OpIndeterminate {
  const { code, outcome } = rowOf(thrown);
  const message = messageOf(thrown);
  return outcome === 'fail'
    ? new OpFailed(code, message, { reconnect: leavesReplica && code === READ_ONLY })
    : new OpIndeterminate(code, message);
}
