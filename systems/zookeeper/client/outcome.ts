import { OpFailed, OpIndeterminate } from '../../../harness/index.js';
import { ConnectionLostError } from '../protocol/connection-lost-error.js';
import { CODES, ZooKeeperError } from '../protocol/zookeeper-error.js';

/** Answers that leave open what has happened. All others come before any effect: the transaction that is agreed upon is that the request is refused. */
const UNKNOWN: ReadonlySet<number> = new Set([
  CODES.systemError,
  CODES.runtimeInconsistency,
  CODES.dataInconsistency,
  CODES.operationTimeout,
]);

/** Answers after which the session is of no use. */
const OVER: ReadonlySet<number> = new Set([CODES.sessionExpired, CODES.sessionMoved]);

/** What an error says of an op that changes data; nothing where it says nothing. */
export function outcomeOf(thrown: unknown): OpFailed | OpIndeterminate | undefined {
  if (thrown instanceof ConnectionLostError) {
    return new OpIndeterminate('connection-lost', thrown.message, {
      cause: thrown,
      reconnect: true,
    });
  }
  if (!(thrown instanceof ZooKeeperError)) return undefined;
  const { code, codeName, message } = thrown;
  const details = { cause: thrown, reconnect: OVER.has(code) };
  return UNKNOWN.has(code)
    ? new OpIndeterminate(codeName, message, details)
    : new OpFailed(codeName, message, details);
}
