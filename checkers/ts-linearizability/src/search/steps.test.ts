import { describe, expect, it } from 'vitest';
import { Random } from '../differential/random.test.support.js';
import { Sums } from '../differential/sums.test.support.js';
import { problemOf, type Problem } from '../history/problem.js';
import { Machine, type Steps } from '../machine/machine.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { casRegister } from '../models/cas-register.js';
import type { Operation } from '../types.js';
import { DepthFirst } from './depth-first.js';
import type { Engine } from './engine.js';
import { Frontier } from './frontier.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

interface Shape {
  readonly operations: number;
  readonly clients: number;
  /** In percent: operations that nobody answers, and answers that are wrong. */
  readonly open: number;
  readonly wrong: number;
}

/** Clients of a compare-and-set register of three values: each operation at some moment of its own. */
function historyOf(seed: number, { operations, clients, open, wrong }: Shape): Op[] {
  const random = new Random(seed);
  const freeAt = new Int32Array(clients);
  const intervals = Array.from({ length: operations }, () => {
    const clientId = random.below(clients);
    const call = (freeAt[clientId] ?? 0) + 1 + random.below(9);
    const effect = call + 1 + random.below(9);
    freeAt[clientId] = effect + 1 + random.below(9);
    return { clientId, call, effect, return: freeAt[clientId] };
  });
  let held = 0;
  const history = intervals
    .toSorted((a, b) => a.effect - b.effect)
    .map(({ clientId, call, return: returned }): Op => {
      const times = { clientId, call, return: random.chance(open) ? Infinity : returned };
      const isWrong = random.chance(wrong);
      const [from, to] = [random.below(3), random.below(3)];
      switch (random.pick(['write', 'read', 'read', 'cas', 'cas'])) {
        case 'write':
          held = to;
          return { ...times, input: { f: 'write', value: to } };
        case 'read':
          return { ...times, input: { f: 'read' }, output: isWrong ? (held + 1) % 3 : held };
        default: {
          const sets = from === held;
          held = sets ? to : held;
          return { ...times, input: { f: 'cas', from, to }, output: isWrong ? !sets : sets };
        }
      }
    });
  return history.toSorted((a, b) => a.call - b.call);
}

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

const SHAPES: Readonly<Record<string, Shape>> = {
  narrow: { operations: 200, clients: 3, open: 0, wrong: 0 },
  wide: { operations: 100, clients: 8, open: 0, wrong: 0 },
  open: { operations: 60, clients: 5, open: 10, wrong: 0 },
  wrong: { operations: 60, clients: 6, open: 0, wrong: 2 },
  'open and wrong': { operations: 50, clients: 5, open: 15, wrong: 4 },
};

type EngineOf = (problem: Problem<unknown, unknown>, machine: Steps) => Engine;

const ENGINES: Readonly<Record<string, EngineOf>> = {
  'depth-first': (problem, machine) => new DepthFirst(problem, machine),
  frontier: (problem, machine) => new Frontier(problem, machine),
};

/** What engines of one kind come to on all histories of one shape. */
function courseOf(engineOf: EngineOf, shape: Shape): Readonly<Record<string, number>> {
  const total = new Sums();
  for (const seed of SEEDS) {
    const model = casRegister(0);
    const problem = problemOf(model, historyOf(seed, shape));
    const engine = engineOf(problem, new Machine(model, problem.classes, Infinity));
    let { state } = engine.advance(1e6);
    while (state === 'running') {
      ({ state } = engine.advance(1e6));
    }
    const { longestPrefix, firstUnplaceable } = engine.deadEnd;
    total.add({ [state]: 1, steps: engine.steps });
    total.add({ longest: longestPrefix.length, first: firstUnplaceable });
  }
  return total.sums;
}

// These numbers tell how the search goes. Who changes it for the better changes them too; who did
// not mean to change it finds here that it does other work than before.
describe('the search does as much work as it should', () => {
  it.each<[string, string, Readonly<Record<string, number>>]>([
    ['depth-first', 'narrow', { ok: 40, steps: 2896, longest: 8000, first: 3492 }],
    ['depth-first', 'wide', { ok: 40, steps: 1742, longest: 4000, first: 1950 }],
    ['depth-first', 'open', { ok: 40, steps: 1024, longest: 2171, first: 602 }],
    ['depth-first', 'wrong', { ok: 25, steps: 1599, longest: 1938, first: 845, illegal: 15 }],
    [
      'depth-first',
      'open and wrong',
      { ok: 20, steps: 878, longest: 1132, first: 416, illegal: 20 },
    ],
    ['frontier', 'narrow', { ok: 40, steps: 28845, longest: 8000, first: -40 }],
    ['frontier', 'wide', { ok: 40, steps: 40318, longest: 4000, first: -40 }],
    ['frontier', 'open', { ok: 40, steps: 12980, longest: 2157, first: -40 }],
    ['frontier', 'wrong', { ok: 25, steps: 12463, longest: 1938, first: 376, illegal: 15 }],
    ['frontier', 'open and wrong', { ok: 20, steps: 7090, longest: 1121, first: 209, illegal: 20 }],
  ])('%s on %s histories', (engine, shape, expected) => {
    expect(courseOf(ENGINES[engine] as EngineOf, SHAPES[shape] as Shape)).toEqual(expected);
  });
});
