import { LinearizabilityError } from '../errors/errors.js';

/** A worker failed; there is no verdict. */
export class WorkerFailedError extends LinearizabilityError {
  /** @param failure - what came instead of answers: what the worker threw, or what it did. */
  constructor(failure: unknown) {
    const options = failure instanceof Error ? { cause: failure } : {};
    super(
      'worker-failed',
      {
        expected: 'every worker to answer',
        got: failure instanceof Error ? failure.message : String(failure),
        todo: 'correct the script of the workers, or check without them',
      },
      options,
    );
  }
}
