import type { Redis } from 'ioredis';
import type { Completion, Invocation } from '../../../harness/core/op.js';
import { InputError } from '../../../harness/core/errors.js';

/** How the ops of one data type are put to Redis: one command per op, sent once. */
export interface DataAccess {
  /** Ops that change nothing: not completed means failed. */
  readonly reads: ReadonlySet<string>;
  /**
   * Sends the op's command. Rejects with what ioredis rejects with (the error table tells what that
   * means), and with an InputError for an op that it does not serve.
   */
  send(redis: Redis, op: Invocation): Promise<Completion>;
}

/** The rejection of an op that a data type does not know: a mistake in a workload. */
export function unservedOp(
  dataType: string,
  op: Pick<Invocation, 'f' | 'value'>,
): Promise<Completion> {
  return Promise.reject(
    new InputError({
      code: 'E_REDIS_OP',
      expected: `an op of data type "${dataType}"`,
      actual: `the workload asked for ${op.f} of ${JSON.stringify(op.value)}`,
      advice: 'correct the workload, or give it the data type that it needs',
    }),
  );
}
