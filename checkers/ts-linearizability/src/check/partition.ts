import { problemWithin } from '../history/problem.js';
import { search, type SearchProgress } from '../search/portfolio.js';
import type {
  Control,
  Method,
  Model,
  Operation,
  SpecialisedVerdict,
  UnknownCause,
} from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
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
      const recognition = specialised.recognise(operations, bounds);
      if (recognition.recognised) {
        const found = recognition.check();
        const verdict = yield* accept(model, operations, specialised.name, found, settings, bounds);
        if (verdict !== undefined) {
          return verdict;
        }
      }
      yield { method: 'precheck', steps: 0, placed: 0 };
    }
  }
  return yield* searchPartition(model, operations, settings, bounds);
}

/** Decides operations by the search alone. */
export function* searchPartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Control & Pick<Bounds, 'hold'>,
): Generator<SearchProgress, PartitionVerdict> {
  const problem = problemWithin(model, operations, bounds);
  if (problem === undefined) {
    return { verdict: 'unknown', cause: bounds.stop() ?? 'time' };
  }
  const maxStates =
    settings.maxStates ?? STATES_AT_LEAST + STATES_PER_OPERATION * operations.length;
  const result = yield* search(model, problem, { seed: settings.seed, maxStates }, bounds);
  const positions = (indices: Int32Array): Int32Array =>
    indices.map((index) => problem.position[index] as number);
  switch (result.verdict) {
    case 'ok':
      return { verdict: 'ok', method: result.method, order: positions(result.order) };
    case 'illegal':
      return {
        verdict: 'illegal',
        method: result.method,
        longestPrefix: positions(result.deadEnd.longestPrefix),
        firstUnplaceable: problem.position[result.deadEnd.firstUnplaceable] as number,
      };
    default:
      return result;
  }
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
    if (!settings.explain) {
      return { verdict: 'ok', method };
    }
    const order = found.linearize();
    const control = bounds.within(SELF_CHECK_MS);
    const { valid } = validateLinearization(model, operations, order, control);
    return valid === false ? undefined : { verdict: 'ok', method, order };
  }
  const { witness, reason } = found;
  const subset = [...witness].sort((a, b) => a - b).map((position) => operations[position]);
  const control = { ...bounds.within(SELF_CHECK_MS), hold: () => true };
  const judged = yield* searchPartition(
    model,
    subset as readonly Operation<Input, Output>[],
    settings,
    control,
  );
  return judged.verdict === 'ok' ? undefined : { verdict: 'illegal', method, witness, reason };
}
