import { pick } from '../history/columns.js';
import type { Problem } from '../history/problem.js';
import type { Steps } from '../machine/machine.js';
import type { Control, SearchMethod, UnknownCause } from '../types.js';
import { DepthFirst } from './depth-first.js';
import type { Engine } from './engine.js';
import { Frontier } from './frontier.js';

/** The verdict of the search, in positions of the operations. */
export type SearchVerdict =
  | { readonly verdict: 'ok'; readonly method: SearchMethod; readonly order: Int32Array }
  | {
      readonly verdict: 'illegal';
      readonly method: SearchMethod;
      readonly longestPrefix: Int32Array;
      readonly firstUnplaceable: number;
    }
  | {
      readonly verdict: 'unknown';
      readonly cause: UnknownCause;
      /** How far the history could be followed up to then. */
      readonly longestPrefix: Int32Array;
    };

/** An engine goes on for so long in its turn; the clock is looked at after so many steps. */
export const TURN_MS = 0.5;
const STEPS_PER_LOOK = 8;
/** So many steps, and some per operation, depth first goes alone: enough where it goes straight. */
const STEPS_ALONE = 50;
const STEPS_ALONE_PER_OPERATION = 2;
/** With more steps per operation, it goes back a lot. */
const STEPS_IF_EASY = 4;

/** Decides a problem, or stops at a bound. */
export function search(
  machine: Steps,
  problem: Problem<unknown, unknown>,
  bounds: Control,
): SearchVerdict {
  const turns = searchInTurns<never>(machine, problem, bounds, () => undefined);
  let turn = turns.next();
  while (turn.done !== true) {
    turn = turns.next();
  }
  return turn.value;
}

/**
 * Decides a problem by two engines in turns: depth first, alone for a while, which is fast
 * where it need not go back much; then also the frontier, which is fast where few configurations
 * are possible at a time. The bounds are looked at before each turn; the memory held is given back at the end.
 *
 * @param ifHard - asked after each turn once depth first had more steps than it needs where it goes almost
 *   straight: an answer ends the search.
 */
export function* searchInTurns<Answer>(
  machine: Steps,
  problem: Problem<unknown, unknown>,
  bounds: Control,
  ifHard: () => Answer | undefined,
): Generator<void, SearchVerdict | Answer> {
  const { mandatory, position } = problem;
  if (mandatory === 0) {
    return { verdict: 'ok', method: 'empty', order: new Int32Array(0) };
  }
  const depthFirst = new DepthFirst(problem, machine);
  let engines: Engine[] = [depthFirst];
  let isAlone = true;
  const easySteps = STEPS_ALONE + STEPS_IF_EASY * mandatory;
  let isHard = false;
  /** The longest order that an engine knew which was dropped. */
  let droppedPrefix: Int32Array = new Int32Array(0);
  let heldBytes = 0;

  /** The frontier knows where a history ends; depth first may know a longer order up to there. */
  const longestPrefix = (): Int32Array =>
    engines
      .map(({ deadEnd }) => pick(position, deadEnd.longestPrefix))
      .reduce((a, b) => (b.length > a.length ? b : a), droppedPrefix);

  /** Books the memory that the next turn may hold; drops the larger engine if that is too much. */
  const makeRoom = (): UnknownCause | undefined => {
    for (;;) {
      const bytes = engines.reduce((sum, engine) => sum + engine.bytes, machine.bytes);
      const difference = bytes - heldBytes;
      heldBytes = bytes;
      if (bounds.hold(difference)) {
        return undefined;
      }
      if (engines.length === 1) {
        return 'memory';
      }
      droppedPrefix = longestPrefix();
      engines = engines.toSorted((a, b) => a.bytes - b.bytes).slice(0, -1);
    }
  };

  try {
    for (let turn = 0; ; turn++) {
      const overflow = machine.overflowed ? 'infinite-states' : undefined;
      const cause = overflow ?? bounds.stop() ?? makeRoom();
      if (cause !== undefined) {
        return { verdict: 'unknown', cause, longestPrefix: longestPrefix() };
      }
      const engine = engines[turn % engines.length] as Engine;
      const { method } = engine;
      const end = performance.now() + TURN_MS;
      let result = engine.advance(STEPS_PER_LOOK);
      while (
        result.state === 'running' &&
        performance.now() < end &&
        // Once the problem proves hard, the turn ends, so that `ifHard` is asked at once.
        isHard === depthFirst.steps > easySteps
      ) {
        result = engine.advance(STEPS_PER_LOOK);
      }
      if (result.state === 'ok') {
        return { verdict: 'ok', method, order: pick(position, result.order) };
      }
      if (result.state === 'illegal') {
        const firstUnplaceable = position[engine.deadEnd.firstUnplaceable] as number;
        return { verdict: 'illegal', method, longestPrefix: longestPrefix(), firstUnplaceable };
      }
      if (isAlone && depthFirst.steps > STEPS_ALONE + STEPS_ALONE_PER_OPERATION * mandatory) {
        isAlone = false;
        engines.push(new Frontier(problem, machine));
      }
      isHard = depthFirst.steps > easySteps;
      const answer = isHard ? ifHard() : undefined;
      if (answer !== undefined) {
        return answer;
      }
      yield;
    }
  } finally {
    bounds.hold(-heldBytes);
  }
}
