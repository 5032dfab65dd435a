import { checkOperations, type CheckResult, type Operation } from 'ts-linearizability';
import type { AnySpecification } from './specification.js';

/** Time and memory for all that explains a verdict: the verdict must not be lost to it. */
export class Budget {
  #left_ms: number;
  readonly #memory_bytes: number;

  constructor(bounds: { readonly timeout_ms: number; readonly memory_bytes: number }) {
    this.#left_ms = bounds.timeout_ms;
    this.#memory_bytes = bounds.memory_bytes;
  }

  /** Judges operations as far as the budget goes; `undefined` where there is no verdict. */
  judge(
    specification: AnySpecification,
    operations: readonly Operation<unknown, unknown>[],
  ): Exclude<CheckResult, { readonly verdict: 'unknown' }> | undefined {
    if (this.#left_ms < 1) return undefined;
    const result = checkOperations(specification, operations, {
      timeoutMs: this.#left_ms,
      memoryBytes: this.#memory_bytes,
      explainTimeoutMs: 0,
    });
    this.#left_ms -= result.elapsedMs;
    return result.verdict === 'unknown' ? undefined : result;
  }
}
