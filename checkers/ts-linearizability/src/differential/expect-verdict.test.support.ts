import type { Model, Operation, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { orderOf, verdictBy } from './ask.test.support.js';
import { isLinearizable } from './exhaustive.test.support.js';

/** Judges histories with a specialised checker, and has each verdict proven. */
export interface Judge<Input, Output> {
  /** The order that proves a history legal. */
  readonly order: (history: readonly Operation<Input, Output>[]) => number[];
  /** The operations that prove a history illegal, and the reason. */
  readonly proof: (history: readonly Operation<Input, Output>[]) => {
    readonly witness: readonly number[];
    readonly reason: string | undefined;
  };
  /** Why the checker does not judge a history. */
  readonly refusal: (history: readonly Operation<Input, Output>[]) => string;
}

/** Throws where a verdict is not the one asked for, or is not proven. */
export function judgeOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  checker: SpecialisedChecker<Input, Output>,
): Judge<Input, Output> {
  const check = (history: readonly Operation<Input, Output>[]): SpecialisedVerdict =>
    verdictBy(checker, history);
  return {
    order(history) {
      const verdict = check(history);
      if (verdict.verdict !== 'ok') {
        throw new Error(`expected ok, got ${JSON.stringify(verdict)}`);
      }
      const order = orderOf(verdict);
      const validation = validateLinearization(model, history, order);
      if (validation.valid !== true) {
        throw new Error(
          `the linearization ${order.join()} is wrong: ${JSON.stringify(validation)}`,
        );
      }
      return [...order];
    },
    proof(history) {
      const verdict = check(history);
      if (verdict.verdict !== 'illegal') {
        throw new Error(`expected illegal, got ${JSON.stringify(verdict)}`);
      }
      const witness = verdict.witness.map((at) => history[at] as Operation<Input, Output>);
      if (isLinearizable(model, witness)) {
        throw new Error(`the witness ${verdict.witness.join()} is legal by itself`);
      }
      return { witness: verdict.witness, reason: verdict.reason };
    },
    refusal(history) {
      const verdict = check(history);
      if (verdict.verdict !== 'undecided') {
        throw new Error(`expected no verdict, got ${JSON.stringify(verdict)}`);
      }
      return verdict.because;
    },
  };
}
