import type { History } from './history.js';
import type { Model } from './model.js';
import type { Observed } from './observed.js';
import type { TestPlan } from './plan.js';
import type { Subject, Verdict } from './verdict.js';

/** Judges one history: a pure function, run in a worker within bounds of time and memory. */
export interface Checker {
  readonly name: string;
  /** One line for `faultline list`. */
  readonly summary: string;
  /** The names of the data types whose histories it can judge; absent where it can judge all. */
  readonly dataTypes?: readonly string[];
  /** Whether it is part of every test, since each verdict of valid stands on it. */
  readonly always?: true;
  /** Whether it judges by the model that the plan names, and so can't do without one. */
  readonly byModel?: true;
  /** What it speaks of; of the store when absent. */
  readonly about?: Subject;
  /** Never decides from anything but the plan, the history and the context. */
  check(plan: TestPlan, history: History, context: CheckContext): Verdict;
}

/** The verdict of a checker, which says what the checker speaks of. */
export function verdictOf(
  checker: Checker,
  plan: TestPlan,
  history: History,
  context: CheckContext,
): Verdict {
  const verdict = checker.check(plan, history, context);
  return checker.about === undefined ? verdict : { ...verdict, about: checker.about };
}

/** What a checker is told beside the plan and the history. */
export interface CheckContext extends Observed {
  /** A checker that watches these itself can say more than that it was ended. */
  readonly bounds: CheckerBounds;
  /** The plan's model, where it names one. */
  readonly model: Model | null;
  /** Whether whole legal orders are wanted in the verdict. */
  readonly explain?: boolean;
}

/** What a checker may use up; past it, its verdict is `unknown`. */
export interface CheckerBounds {
  readonly timeout_ms: number;
  readonly memory_bytes: number;
}
