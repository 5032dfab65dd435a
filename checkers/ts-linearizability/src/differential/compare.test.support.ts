import { checkOperations } from '../check/check.js';
import { claimFault } from '../explain/claims.test.support.js';
import { partitionsOf } from '../check/partitions.js';
import { problemOf } from '../history/problem.js';
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
import { bruteForce, type PlainOperation } from './brute-force.test.support.js';
import { randomHistory, randomShape } from './random-history.test.support.js';
import { Random } from './random.test.support.js';
import { references, type Reference } from './reference.test.support.js';

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
  /** Explanations that were cut, and so are not known to be minimal. */
  cut: number;
}

/** One random history of one seed, judged both ways, and the proofs of the verdict checked. */
export function compare(seed: number, tally: Tally, only?: string): Disagreement | undefined {
  const random = new Random(seed);
  const types = only === undefined ? references : references.filter(({ name }) => name === only);
  const type = random.pick(types);
  const history = randomHistory(type, random, randomShape(random));
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
    const fault = explanation && claimFault(type, operations, explanation);
    if (explanation === undefined || fault !== undefined) {
      return `${fault ?? 'no explanation'}: ${JSON.stringify(explanation)}`;
    }
    tally.cut += explanation.minimal ? 0 : 1;
  }
  return undefined;
}
