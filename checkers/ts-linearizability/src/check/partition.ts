import { distinct, pick } from '../history/columns.js';
import { problemOf, type Problem } from '../history/problem.js';
import { select } from '../history/select.js';
import { machineOf } from '../machine/machine.js';
import { Portfolio, search, type SearchVerdict } from '../search/portfolio.js';
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

/**
 * The check of one partition: by the first specialised checker whose conditions hold, at once, or
 * else by the search, as many turns as it is given.
 */
export class PartitionCheck<State, Input, Output> {
  private readonly model: Model<State, Input, Output>;
  private readonly operations: readonly Operation<Input, Output>[];
  private readonly settings: Settings;
  private readonly bounds: Control;
  private problem: Problem<Input, Output> | undefined;
  private portfolio: Portfolio | undefined;
  /** Specialised checkers that did not decide, and need not be asked again. */
  private readonly answered = new Set<unknown>();

  constructor(
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
    settings: Settings,
    bounds: Control,
  ) {
    this.model = model;
    this.operations = operations;
    this.settings = settings;
    this.bounds = bounds;
  }

  /**
   * Goes on for so many turns of search at most, and asks each specialised checker for as long; the
   * verdict, if there is one by then.
   */
  advance(turns: number): PartitionVerdict | undefined {
    const { model, operations, settings, bounds } = this;
    const cause = bounds.stop();
    if (cause !== undefined) {
      return { verdict: 'unknown', cause };
    }
    const control = within(bounds, turns * MS_PER_TURN);
    if (this.problem === undefined || this.portfolio === undefined) {
      const first = this.askSpecialised(false, control);
      if (first !== 'none') {
        return first === 'cut' ? undefined : first;
      }
      this.problem = problemOf(model, operations);
      this.portfolio = new Portfolio(
        machineOf(model, this.problem, settings),
        this.problem,
        bounds,
      );
    }
    let mayAsk = true;
    for (let turn = 0; turn < turns; turn++) {
      const verdict = this.portfolio.advance();
      if (verdict !== undefined) {
        return inPositions(verdict, this.problem);
      }
      if (this.portfolio.isHard && mayAsk) {
        mayAsk = false;
        const second = this.askSpecialised(true, within(bounds, turns * MS_PER_TURN));
        if (second !== 'none' && second !== 'cut') {
          this.release();
          return second;
        }
      }
    }
    return undefined;
  }

  /** Gives back the memory held, of a check that nobody goes on with. */
  release(): void {
    this.portfolio?.release();
  }

  /**
   * Asks those that are asked first, or those that are asked second. Who was cut by `control` is asked again the
   * next time; who had no answer is not.
   */
  private askSpecialised(isSecond: boolean, control: Control): PartitionVerdict | 'none' | 'cut' {
    const { model, operations, settings, answered } = this;
    for (const checker of specialisedOf(model, settings, isSecond)) {
      if (answered.has(checker)) {
        continue;
      }
      const found = answerOf(checker, operations, control);
      const verdict = found && this.accept(checker.name, found);
      if (verdict !== undefined) {
        return verdict;
      }
      if (found?.verdict === 'undecided' && control.stop() !== undefined) {
        return 'cut';
      }
      answered.add(checker);
    }
    return 'none';
  }

  /**
   * Takes the verdict of a specialised checker unless its proof is refuted: the linearization is validated, if
   * one is wanted, and the witness is judged by the search, for `SELF_CHECK_MS` each at most. What is not judged by
   * then is believed. If a proof is refuted, the search decides.
   */
  private accept(method: Method, found: SpecialisedVerdict): PartitionVerdict | undefined {
    const { model, operations, settings, bounds } = this;
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
        const { witness } = found;
        const subject = select(operations, distinct(witness));
        const judged = searchPartition(model, subject, settings, within(bounds, SELF_CHECK_MS));
        return judged.verdict === 'ok' ? undefined : { ...found, method };
      }
    }
  }
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
  return inPositions(search(machineOf(model, problem, settings), problem, bounds), problem);
}

function inPositions(
  result: SearchVerdict,
  { position }: Problem<unknown, unknown>,
): PartitionVerdict {
  switch (result.verdict) {
    case 'unknown':
      return { ...result, longestPrefix: pick(position, result.longestPrefix) };
    case 'ok':
      return { verdict: 'ok', method: result.method, order: pick(position, result.order) };
    default: {
      const { longestPrefix, firstUnplaceable } = result.deadEnd;
      return {
        verdict: 'illegal',
        method: result.method,
        longestPrefix: pick(position, longestPrefix),
        firstUnplaceable: position[firstUnplaceable] as number,
      };
    }
  }
}
