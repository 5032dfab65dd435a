import { OpFailed, OpIndeterminate } from '../../../harness/index.js';
import { GatewayError } from '../gateway/gateway-error.js';

/**
 * Errors of etcd 3.4 that come before any effect, by the text. All others leave open whether a proposal that was handed
 * to Raft will be applied: `request timed out` (each kind of it), `leader changed`, `server stopped`, and what its own
 * gRPC says (`transport is closing`, `context deadline exceeded`). So does `mvcc: database space exceeded`: until the
 * alarm for it is raised, a member says so of a write that it has just applied (quotaApplierV3 in apply.go).
 *
 * @see https://github.com/etcd-io/etcd/blob/v3.4.23/etcdserver/v3_server.go processInternalRaftRequestOnce
 */
const CERTAIN_FAILURES: readonly (readonly [text: string, code: string])[] = [
  // Checked before the request becomes a proposal.
  ['etcdserver: too many requests', 'too-many-requests'],
  ['etcdserver: request is too large', 'too-large'],
  ['etcdserver: duplicate key given in txn request', 'duplicate-key'],
  ['etcdserver: too many operations in txn request', 'too-many-operations'],
  ['etcdserver: not capable', 'not-capable'],
  // The proposal is agreed upon, and every member refuses to apply it.
  ['etcdserver: requested lease not found', 'lease-not-found'],
  // Raft refused to take the proposal, as a member does that knows no leader.
  ['raft proposal dropped', 'proposal-dropped'],
];

/** Codes of what Node throws where a connection ended, or was given up, before the answer was whole. */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'ABORT_ERR',
  'ECONNABORTED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

/** What an error says of an op that changes data; nothing where it says nothing. */
export function outcomeOf(thrown: unknown): OpFailed | OpIndeterminate | undefined {
  if (thrown instanceof GatewayError) {
    const [, code] = CERTAIN_FAILURES.find(([text]) => thrown.message.includes(text)) ?? [];
    return code === undefined
      ? new OpIndeterminate(`grpc-${thrown.code}`, thrown.message, { cause: thrown })
      : new OpFailed(code, thrown.message, { cause: thrown });
  }
  if (!(thrown instanceof Error)) return undefined;
  const { syscall, code = '', message } = thrown as NodeJS.ErrnoException;
  // There was no connection yet over which anything could have been sent.
  if (syscall === 'connect') {
    return new OpFailed('not-connected', `no connection: ${code}`, { reconnect: true });
  }
  return NO_ANSWER.has(code)
    ? new OpIndeterminate('connection-lost', message, { cause: thrown, reconnect: true })
    : undefined;
}
