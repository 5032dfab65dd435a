import type { Bound } from './bound.js';
import type { TestRequest } from './test-request.js';

/**
 * What a scenario's author says will be seen.
 *
 * - `VIOLATION`: an anomaly.
 * - `HOLDS`: none.
 * - `BOUNDED`: a figure of a checker stays within the scenario's bound.
 * - `UNAVAILABLE`: ops are refused while a fault lasts, no write is acknowledged in the second half of the time in
 *   which all faults are in effect at once, and there is no anomaly.
 * - `UNSUPPORTED`: the test is refused, since the system, its nodes or the kernel can't have it.
 */
export type Expectation = (typeof EXPECTATIONS)[number];

export const EXPECTATIONS = [
  'VIOLATION',
  'HOLDS',
  'BOUNDED',
  'UNAVAILABLE',
  'UNSUPPORTED',
] as const;

/** What must be true of a run before it proves anything at all. */
export type ProofCondition =
  /**
   * At least so many client ops acknowledged; with `during`, so many writes (ops, of a workload without
   * writes) in each stretch in which this fault (`partition`) was in effect.
   */
  | { readonly acknowledged: number; readonly during?: string }
  /** Every op of this fault was proven effective, and there was at least one. */
  | { readonly proven: string }
  /** A step's condition was reached. */
  | { readonly reached: 'primary-changed' | 'converged' }
  /** A figure of a checker is within a bound: so many writes had no answer and are there, for example. */
  | { readonly figure: Bound }
  /** Final reads were answered by every node. */
  | { readonly finalReads: 'every-node' };

/** A claim about a store, and the run that shows whether it is true. */
export interface Scenario {
  readonly name: string;
  /** The claim, in a sentence. */
  readonly claim: string;
  /** Where the claim comes from. */
  readonly source: string;
  readonly expectation: Expectation;
  /** For VIOLATION: the kind of anomaly that must be among those found. */
  readonly anomaly?: string;
  /** For BOUNDED: the figure, and how far it may go. */
  readonly bound?: Bound;
  /** For UNSUPPORTED: words that the reason of the refusal must hold. */
  readonly refusal?: string;
  /** None where the plan alone is judged: of UNSUPPORTED. */
  readonly conditions: readonly ProofCondition[];
  /** The run that tests the claim; its name is that of the scenario. */
  readonly test: TestRequest;
}

/** Verdict against expectation. */
export type Judgement =
  | { readonly result: 'as-expected'; readonly sentence: string }
  | { readonly result: 'not-as-expected'; readonly sentence: string }
  | {
      readonly result: 'proved-nothing';
      readonly sentence: string;
      readonly missing: readonly string[];
    };
