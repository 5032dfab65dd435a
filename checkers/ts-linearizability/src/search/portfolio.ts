import { pick } from '../history/columns.js';
import type { Problem } from '../history/problem.js';
import type { Steps } from '../machine/machine.js';
import type { Control, SearchMethod, UnknownCause } from '../types.js';
import { DepthFirst } from './depth-first.js';
import type { Engine } from './engine.js';
import { Frontier } from './frontier.js';
import { Slice } from './slice.js';

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
  const portfolio = new Portfolio(machine, problem, bounds);
  for (;;) {
    const verdict = portfolio.advance();
    if (verdict !== undefined) {
      return verdict;
    }
  }
}

/**
 * Decides a problem by two engines in turns: depth first, alone for a while, which is fast where it
 * need not go back much; then also the frontier, which is fast where few configurations
 * are possible at a time. It can be left and gone on with at any time.
 */
export class Portfolio {
  private engines: Engine[];
  private turn = 0;
  /** The longest order that an engine knew which was dropped. */
  private droppedPrefix: Int32Array = new Int32Array(0);
  private readonly slice = new Slice();
  /** When the frontier joins in, in steps; never again after that. */
  private alone: number;
  private heldBytes = 0;
  private readonly problem: Problem<unknown, unknown>;
  private readonly bounds: Control;
  private readonly machine: Steps;

  constructor(machine: Steps, problem: Problem<unknown, unknown>, bounds: Control) {
    this.problem = problem;
    this.bounds = bounds;
    this.machine = machine;
    this.engines = [new DepthFirst(problem, machine)];
    this.alone = STEPS_ALONE + STEPS_ALONE_PER_OPERATION * problem.mandatory;
  }

  /**
   * Goes on for one turn of one engine, a few milliseconds long. The bounds are looked at before. The memory
   * held is given back with the verdict.
   *
   * @returns the verdict, if there is one by then.
   */
  advance(): SearchVerdict | undefined {
    const verdict = this.round();
    if (verdict !== undefined) {
      this.release();
    }
    return verdict;
  }

  /** Whether depth first had more steps than it needs where it goes almost straight. */
  get isHard(): boolean {
    return (this.engines[0]?.steps ?? 0) > STEPS_IF_EASY * this.problem.mandatory + STEPS_ALONE;
  }

  /** Gives back the memory held, of a search that nobody goes on with. */
  release(): void {
    this.bounds.hold(-this.heldBytes);
    this.heldBytes = 0;
  }

  /** One turn of one engine. */
  private round(): SearchVerdict | undefined {
    if (this.problem.mandatory === 0) {
      return { verdict: 'ok', method: 'empty', order: new Int32Array(0) };
    }
    const cause = this.bounds.stop() ?? this.makeRoom();
    if (cause !== undefined) {
      return this.stopped(cause);
    }
    this.turn = (this.turn + 1) % this.engines.length;
    const engine = this.engines[this.turn] as Engine;
    const result = this.slice.run(engine);
    const { position } = this.problem;
    const { method } = engine;
    if (result.state === 'ok') {
      return { verdict: 'ok', method, order: pick(position, result.order) };
    }
    if (result.state === 'illegal') {
      const firstUnplaceable = position[engine.deadEnd.firstUnplaceable] as number;
      const longestPrefix = pick(position, this.longestPrefix);
      return { verdict: 'illegal', method, longestPrefix, firstUnplaceable };
    }
    if (this.machine.overflowed) {
      return this.stopped('infinite-states');
    }
    if (engine.steps > this.alone) {
      this.alone = Infinity;
      this.engines.push(new Frontier(this.problem, this.machine));
    }
    return undefined;
  }

  private stopped(cause: UnknownCause): SearchVerdict {
    const longestPrefix = pick(this.problem.position, this.longestPrefix);
    return { verdict: 'unknown', cause, longestPrefix };
  }

  /** The frontier knows where a history ends; depth first may know a longer order up to there. */
  private get longestPrefix(): Int32Array {
    return this.engines
      .map(({ deadEnd }) => deadEnd.longestPrefix)
      .reduce((a, b) => (b.length > a.length ? b : a), this.droppedPrefix);
  }

  /** Books the memory that the next turn may hold; drops the larger engine if that is too much. */
  private makeRoom(): UnknownCause | undefined {
    while (!this.book()) {
      if (this.engines.length === 1) {
        return 'memory';
      }
      const longestPrefix = this.longestPrefix;
      this.engines = this.engines.toSorted((a, b) => a.bytes - b.bytes).slice(0, -1);
      this.droppedPrefix = longestPrefix;
    }
    return undefined;
  }

  private book(): boolean {
    const bytes = this.engines.reduce((sum, engine) => sum + engine.bytes, this.machine.bytes);
    const difference = bytes - this.heldBytes;
    this.heldBytes = bytes;
    return this.bounds.hold(difference);
  }
}
