import { distinct } from '../history/columns.js';
import { problemOf } from '../history/problem.js';
import { select } from '../history/select.js';
import { machineOf } from '../machine/machine.js';
import { Portfolio, search } from '../search/portfolio.js';
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
/** So long a specialised checker that searches may take for each turn of the search that others wait. */
const MS_PER_TURN = 50;

/** The check of one partition, which can be left and gone on with. */
export interface PartitionCheck {
  /**
   * Goes on for so many turns of search at most, and asks each specialised checker for as long; the
   * verdict, if there is one by then.
   */
  advance(turns: number): PartitionVerdict | undefined;
  /** Gives back the memory held, of a check that nobody goes on with. */
  release(): void;
}

/**
 * The check of one partition: by the first specialised checker whose conditions hold, at once, or
 * else by the search, as many turns as it is given.
 */
export function partitionCheck<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Control,
): PartitionCheck {
  let portfolio: Portfolio | undefined;
  /** Specialised checkers that did not decide, and need not be asked again. */
  const answered = new Set<unknown>();

  /**
   * Asks those that are asked first, or those that are asked second. Who was cut by `control` is asked again the
   * next time; who had no answer is not.
   */
  const ask = (isSecond: boolean, control: Control): PartitionVerdict | 'none' | 'cut' => {
    for (const checker of specialisedOf(model, settings, isSecond)) {
      if (answered.has(checker)) {
        continue;
      }
      const found = answerOf(checker, operations, control);
      const verdict = found && accept(checker.name, found);
      if (verdict !== undefined) {
        return verdict;
      }
      if (found?.verdict === 'undecided' && control.stop() !== undefined) {
        return 'cut';
      }
      answered.add(checker);
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

  return {
    advance(turns) {
      const cause = bounds.stop();
      if (cause !== undefined) {
        return { verdict: 'unknown', cause };
      }
      if (portfolio === undefined) {
        const first = ask(false, within(bounds, turns * MS_PER_TURN));
        if (first !== 'none') {
          return first === 'cut' ? undefined : first;
        }
        const problem = problemOf(model, operations);
        portfolio = new Portfolio(machineOf(model, problem, settings), problem, bounds);
      }
      let mayAsk = true;
      for (let turn = 0; turn < turns; turn++) {
        const verdict = portfolio.advance();
        if (verdict !== undefined) {
          return verdict;
        }
        if (portfolio.isHard && mayAsk) {
          mayAsk = false;
          const second = ask(true, within(bounds, turns * MS_PER_TURN));
          if (second !== 'none' && second !== 'cut') {
            portfolio.release();
            return second;
          }
        }
      }
      return undefined;
    },
    release: () => portfolio?.release(),
  };
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
