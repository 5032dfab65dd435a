import { checkOperations } from '../check/check.js';
import { claimFault } from '../explain/claims.test.support.js';
import { modelOfPart, partitionsOf } from '../check/partitions.js';
import { problemOf } from '../history/problem.js';
import { select } from '../history/select.js';
import { Machine } from '../machine/machine.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { fencedLock } from '../models/fenced-lock.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { keyValue } from '../models/key-value.js';
import { log } from '../models/log.js';
import { multiRegister } from '../models/multi-register.js';
import { mutex } from '../models/mutex.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import { stack } from '../models/stack.js';
import { DepthFirst } from '../search/depth-first.js';
import { Frontier } from '../search/frontier.js';
import type { CheckResult, Model, Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { orderOf, verdictBy } from './ask.test.support.js';
import { bruteForce, type PlainOperation } from './brute-force.test.support.js';
import { longShape, randomHistory, randomShape } from './random-history.test.support.js';
import { Random } from './random.test.support.js';
import { references, type Reference } from './reference.test.support.js';

/** How many of the histories are long. */
const LONG_PERCENT = 10;

/** So many operations may be optional for the definition to judge an explanation. */
const MOST_OPTIONAL = 12;

export type AnyModel = Model<unknown, unknown, unknown>;

/** The package's model for each reference type. */
export const modelOf = new Map(
  [
    register(),
    casRegister(),
    multiRegister(),
    counter(),
    growOnlySet(),
    set(),
    queue(),
    stack(),
    priorityQueue(),
    mutex(),
    fencedLock(),
    keyValue(),
    log(),
  ].map((model) => [model.name, model as unknown as AnyModel]),
);

/** A history on which the package and the definition do not agree. */
export interface Disagreement {
  readonly seed: number;
  readonly type: string;
  readonly history: readonly PlainOperation[];
  readonly expected: boolean;
  readonly problem: string;
}

/** Which verdicts were compared. */
export interface Tally {
  legal: number;
  illegal: number;
  methods: Record<string, number>;
  /** How many parts each specialised checker decided by itself. */
  alone: Record<string, number>;
  /** Explanations that were cut, and so are not known to be minimal. */
  cut: number;
}

/** One random history of one seed, judged both ways, and the proofs of the verdict checked. */
export function compare(seed: number, tally: Tally, only?: string): Disagreement | undefined {
  const random = new Random(seed);
  const types = only === undefined ? references : references.filter(({ name }) => name === only);
  const type = random.pick(types);
  const shape = random.chance(LONG_PERCENT) ? longShape(random) : randomShape(random);
  const history = randomHistory(type, random, shape);
  const expected = bruteForce(type, history);
  tally[expected ? 'legal' : 'illegal']++;
  const problem = judge(type, history, expected, tally, random);
  return problem === undefined ? undefined : { seed, type: type.name, history, expected, problem };
}

function judge(
  type: Reference,
  history: readonly PlainOperation[],
  expected: boolean,
  tally: Tally,
  random: Random,
): string | undefined {
  const model = modelOf.get(type.name) as AnyModel;
  const operations = history as readonly Operation<unknown, unknown>[];
  const explain = random.chance(30);
  const result = checkOperations(model, operations, { explain });
  for (const partition of result.partitions) {
    if (partition.verdict !== 'unknown') {
      tally.methods[partition.method] = (tally.methods[partition.method] ?? 0) + 1;
    }
  }
  if (result.verdict !== (expected ? 'ok' : 'illegal')) {
    return `verdict ${result.verdict}`;
  }
  return (
    engineProblem(model, operations, expected) ??
    specialisedProblem(type, model, operations, tally) ??
    (explain ? proofProblem(type, model, operations, result, tally) : undefined)
  );
}

/** Every engine by itself, on the whole history. */
function engineProblem(
  model: AnyModel,
  operations: readonly Operation<unknown, unknown>[],
  expected: boolean,
): string | undefined {
  const problem = problemOf(model, operations);
  const machine = new Machine(model, problem.classes, Infinity);
  const exact = [new DepthFirst(problem, machine), new Frontier(problem, machine)];
  for (const engine of exact) {
    const result = engine.advance(Infinity);
    if (result.state !== (expected ? 'ok' : 'illegal')) {
      return `${engine.method} alone says ${result.state}`;
    }
    if (result.state === 'ok') {
      const order = result.order.map((index) => problem.position[index] as number);
      const validation = validateLinearization(model, operations, order);
      if (validation.valid !== true) {
        return `${engine.method} alone: ${JSON.stringify(validation)}`;
      }
    }
  }
  return undefined;
}

/** Every specialised checker by itself, on each part: also one that the search is too fast for. */
function specialisedProblem(
  type: Reference,
  model: AnyModel,
  operations: readonly Operation<unknown, unknown>[],
  tally: Tally,
): string | undefined {
  for (const { key, indices } of partitionsOf(model, operations)) {
    const part = select(operations, indices);
    const own = modelOfPart(model, key, part);
    let isLegal: boolean | undefined;
    for (const checker of own.specialised ?? []) {
      const found = verdictBy(checker, part);
      if (found.verdict === 'undecided') {
        continue;
      }
      tally.alone[checker.name] = (tally.alone[checker.name] ?? 0) + 1;
      isLegal ??= bruteForce(type, part);
      if ((found.verdict === 'ok') !== isLegal) {
        return `${checker.name} alone says ${found.verdict}`;
      }
      if (found.verdict === 'ok') {
        const validation = validateLinearization(own, part, orderOf(found));
        if (validation.valid !== true) {
          return `${checker.name} alone: ${JSON.stringify(validation)}`;
        }
      } else if (found.claim === undefined && bruteForce(type, select(part, found.witness))) {
        return `${checker.name} alone: the witness ${found.witness.join()} is legal by itself`;
      }
    }
  }
  return undefined;
}

function proofProblem(
  type: Reference,
  model: AnyModel,
  operations: readonly Operation<unknown, unknown>[],
  result: CheckResult,
  tally: Tally,
): string | undefined {
  for (const partition of result.partitions) {
    if (partition.verdict === 'ok') {
      const part = partitionsOf(model, operations).find(({ key }) => key === partition.key);
      const indices = [...(part?.indices ?? operations.keys())];
      const order = [...(partition.linearization ?? [])].map((at) => indices.indexOf(at));
      const inPart = indices.map((at) => operations[at] as Operation<unknown, unknown>);
      const validation = validateLinearization(model, inPart, order);
      if (validation.valid !== true) {
        return `linearization refused: ${JSON.stringify(validation)}`;
      }
    }
  }
  if (result.verdict === 'illegal') {
    const { explanation } = result.illegal;
    // Of more operations that may or may not take effect the definition tries too many sets.
    const isShort = operations.length <= MOST_OPTIONAL;
    const fault = explanation && isShort ? claimFault(type, operations, explanation) : undefined;
    if (explanation === undefined || fault !== undefined) {
      return `${fault ?? 'no explanation'}: ${JSON.stringify(explanation)}`;
    }
    tally.cut += explanation.minimal ? 0 : 1;
  }
  return undefined;
}
