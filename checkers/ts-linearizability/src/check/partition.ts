import { distinct } from '../history/columns.js';
import { problemOf } from '../history/problem.js';
import { select } from '../history/select.js';
import { machineOf } from '../machine/machine.js';
import { search, searchInTurns, TURN_MS } from '../search/portfolio.js';
import type {
  ClaimedBy,
  Control,
  Method,
  Model,
  Operation,
  SpecialisedChecker,
  SpecialisedVerdict,
  UnknownCause,
} from '../types.js';
import { findFault } from '../validate/linearization.js';
import { within } from '../within.js';
import type { Settings } from './settings.js';

/** The verdict on one partition, in positions of the partition. */
export type PartitionVerdict =
  | { readonly verdict: 'ok'; readonly method: Method; readonly order?: Int32Array }
  | {
      readonly verdict: 'illegal';
      readonly method: Method;
      /** From a specialised checker. */
      readonly witness?: readonly number[];
      readonly reason?: string | undefined;
      readonly claim?: ClaimedBy;
      /** From the search. */
      readonly longestPrefix?: Int32Array;
      readonly firstUnplaceable?: number;
    }
  | {
      readonly verdict: 'unknown';
      readonly cause: UnknownCause;
      /** From the search: how far it came. */
      readonly longestPrefix?: Int32Array;
    };

const SELF_CHECK_MS = 250;

/**
 * Judges one partition: by the first specialised checker whose conditions hold, or else by the search. Those
 * that are asked second are asked once the search finds it hard. Yields after each turn of the
 * search, and whenever the specialised checkers were cut, which are then asked again for twice as long.
 *
 * @param firstMs - so long the specialised checkers may take together the first time.
 */
export function* judgePartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Control,
  firstMs: number,
): Generator<void, PartitionVerdict> {
  /** Asks those that are asked first, or those that are asked second, for so long together. */
  const ask = (isSecond: boolean, ms: number): PartitionVerdict | 'none' | 'cut' => {
    const cause = bounds.stop();
    if (cause !== undefined) {
      return { verdict: 'unknown', cause };
    }
    const control = within(bounds, ms);
    for (const checker of specialisedOf(model, settings, isSecond)) {
      const found = answerOf(checker, operations, control);
      const verdict = found && accept(checker.name, found);
      if (verdict !== undefined) {
        return verdict;
      }
      if (found?.verdict === 'undecided' && control.stop() !== undefined) {
        return 'cut';
      }
    }
    return 'none';
  };

  /**
   * Takes the verdict of a specialised checker unless its proof is refuted: the linearization is validated, if
   * one is wanted, and the witness is judged by the search, for `SELF_CHECK_MS` each at most. What is not judged by
   * then is believed. If a proof is refuted, the search decides.
   */
  const accept = (method: Method, found: SpecialisedVerdict): PartitionVerdict | undefined => {
    switch (found.verdict) {
      case 'undecided':
        return undefined;
      case 'ok': {
        if (!settings.explain || bounds.stop() !== undefined) {
          return { verdict: 'ok', method };
        }
        const order = found.linearize();
        const validation = findFault(model, operations, order, within(bounds, SELF_CHECK_MS));
        return validation.valid === false ? undefined : { verdict: 'ok', method, order };
      }
      default: {
        const subject = select(operations, distinct(found.witness));
        const judged = searchPartition(model, subject, settings, within(bounds, SELF_CHECK_MS));
        return judged.verdict === 'ok' ? undefined : { ...found, method };
      }
    }
  };

  let ms = firstMs;
  for (let first = ask(false, ms); first !== 'none'; first = ask(false, ms)) {
    if (first !== 'cut') {
      return first;
    }
    yield;
    ms *= 2;
  }
  ms = firstMs;
  let turnsBefore = 0;
  const problem = problemOf(model, operations);
  return yield* searchInTurns(machineOf(model, problem, settings), problem, bounds, () => {
    if (turnsBefore-- > 0) {
      return undefined;
    }
    const second = ask(true, ms);
    // The search gets as much time as they had.
    turnsBefore = second === 'cut' ? ms / TURN_MS : Infinity;
    ms *= 2;
    return typeof second === 'object' ? second : undefined;
  });
}

/**
 * Decides operations by the first specialised checker whose conditions hold, without a proof, or else by the
 * search. Those that are asked second explain what they find, which takes too long here.
 */
export function decide<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Control,
): PartitionVerdict['verdict'] {
  for (const checker of specialisedOf(model, settings, false)) {
    const verdict = answerOf(checker, operations, bounds)?.verdict ?? 'undecided';
    if (verdict !== 'undecided') {
      return verdict;
    }
  }
  return searchPartition(model, operations, settings, bounds).verdict;
}

/** The specialised checkers that are asked first, or second. */
function specialisedOf<State, Input, Output>(
  { specialised = [] }: Model<State, Input, Output>,
  { useSpecialised }: Settings,
  second: boolean,
): readonly SpecialisedChecker<Input, Output>[] {
  return useSpecialised ? specialised.filter(({ isSecond = false }) => isSecond === second) : [];
}

/** What a specialised checker says; nothing if its conditions do not hold. */
function answerOf<Input, Output>(
  checker: SpecialisedChecker<Input, Output>,
  operations: readonly Operation<Input, Output>[],
  control: Control,
): SpecialisedVerdict | undefined {
  const recognition = checker.recognise(operations);
  return recognition.recognised ? recognition.check(control) : undefined;
}

/** Decides operations by the search alone. */
export function searchPartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Control,
): PartitionVerdict {
  const problem = problemOf(model, operations);
  return search(machineOf(model, problem, settings), problem, bounds);
}
