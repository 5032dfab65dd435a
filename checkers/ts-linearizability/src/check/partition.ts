import { only } from '../explain/part.js';
import { pick } from '../history/columns.js';
import { problemOf } from '../history/problem.js';
import { answerOf } from '../resumable/resumable.js';
import { search, type SearchBounds, type SearchProgress } from '../search/portfolio.js';
import type {
  Eventual,
  Method,
  Model,
  Operation,
  SpecialisedChecker,
  SpecialisedVerdict,
  UnknownCause,
} from '../types.js';
import { validationOf } from '../validate/linearization.js';
import { bounded } from './bounded.js';
import type { Bounds } from './bounds.js';
import type { Settings } from './settings.js';

/** The verdict on one partition, in positions of the partition. */
export type PartitionVerdict =
  | { readonly verdict: 'ok'; readonly method: Method; readonly order?: Int32Array }
  | {
      readonly verdict: 'illegal';
      readonly method: Method;
      /** From a specialised checker. */
      readonly witness?: readonly number[];
      readonly reason?: string;
      /** From the search. */
      readonly longestPrefix?: Int32Array;
      readonly firstUnplaceable?: number;
    }
  | { readonly verdict: 'unknown'; readonly cause: UnknownCause };

const STATES_AT_LEAST = 1_000_000;
const STATES_PER_OPERATION = 2;
const SELF_CHECK_MS = 250;

/**
 * Decides one partition: by the first specialised checker whose conditions hold, or else by
 * the search. Yields now and then.
 */
export function* checkPartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Bounds,
): Generator<SearchProgress, PartitionVerdict> {
  const early = bounds.stop();
  if (early !== undefined) {
    return { verdict: 'unknown', cause: early };
  }
  if (settings.useSpecialised) {
    for (const specialised of model.specialised ?? []) {
      const found = yield* askSpecialised(specialised, operations, bounds);
      const verdict =
        found === undefined
          ? stoppedBy(bounds)
          : yield* accept(model, operations, specialised.name, found, settings, bounds);
      if (verdict !== undefined) {
        return verdict;
      }
    }
  }
  return yield* searchPartition(model, operations, settings, bounds);
}

/** What a specialised checker says of a history; nothing if a bound was hit. */
function* askSpecialised<Input, Output>(
  { name, recognise }: SpecialisedChecker<Input, Output>,
  operations: readonly Operation<Input, Output>[],
  bounds: Bounds,
): Generator<SearchProgress, SpecialisedVerdict | undefined> {
  const recognition = yield* bounded(answerOf(recognise(operations)), bounds, name);
  if (recognition === undefined) {
    return undefined;
  }
  return recognition.recognised
    ? yield* bounded(answerOf(recognition.check()), bounds, name)
    : { verdict: 'undecided', because: recognition.because };
}

function stoppedBy(bounds: SearchBounds): PartitionVerdict {
  return { verdict: 'unknown', cause: bounds.stop() ?? 'time' };
}

/** Decides operations by the search alone. */
export function* searchPartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: SearchBounds,
): Generator<SearchProgress, PartitionVerdict> {
  const problem = yield* bounded(problemOf(model, operations), bounds, 'preparation');
  if (problem === undefined) {
    return stoppedBy(bounds);
  }
  const maxStates =
    settings.maxStates ?? STATES_AT_LEAST + STATES_PER_OPERATION * operations.length;
  const result = yield* search(model, problem, { seed: settings.seed, maxStates }, bounds);
  if (result.verdict === 'unknown') {
    return result;
  }
  const { verdict, method } = result;
  const indices = verdict === 'ok' ? result.order : result.deadEnd.longestPrefix;
  const positions = yield* bounded(pick(problem.position, indices), bounds, method);
  if (verdict === 'ok') {
    return positions === undefined ? { verdict, method } : { verdict, method, order: positions };
  }
  const firstUnplaceable = problem.position[result.deadEnd.firstUnplaceable] as number;
  return positions === undefined
    ? { verdict, method, firstUnplaceable }
    : { verdict, method, firstUnplaceable, longestPrefix: positions };
}

/**
 * Takes the verdict of a specialised checker only with its proof: the linearization is
 * validated, the witness is judged by the search. Without a proof the search decides.
 */
function* accept<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  method: Method,
  found: SpecialisedVerdict,
  settings: Settings,
  bounds: Bounds,
): Generator<SearchProgress, PartitionVerdict | undefined> {
  if (found.verdict === 'undecided') {
    return undefined;
  }
  if (found.verdict === 'ok') {
    return settings.explain
      ? yield* acceptOrder(model, operations, method, found.linearize, bounds)
      : { verdict: 'ok', method };
  }
  const { witness, reason } = found;
  const control = bounds.within(SELF_CHECK_MS);
  const subject = yield* bounded(only(operations, witness), control, method);
  const judged =
    subject === undefined
      ? undefined
      : yield* searchPartition(model, subject.operations, settings, control);
  return judged?.verdict === 'ok' ? undefined : { verdict: 'illegal', method, witness, reason };
}

/** The verdict with the order that proves it, as far as the bounds leave time for that. */
function* acceptOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  method: Method,
  linearize: () => Eventual<Int32Array>,
  bounds: Bounds,
): Generator<SearchProgress, PartitionVerdict | undefined> {
  const order = yield* bounded(answerOf(linearize()), bounds, method);
  if (order === undefined) {
    return { verdict: 'ok', method };
  }
  const control = bounds.within(SELF_CHECK_MS);
  const validation = yield* bounded(validationOf(model, operations, order), control, method);
  return validation?.valid === false ? undefined : { verdict: 'ok', method, order };
}
