import type { Problem } from '../history/problem.js';
import { closureOf } from '../machine/closure.js';
import { Machine } from '../machine/machine.js';
import { collectTables } from '../machine/table-words.js';
import type { Control, Model, SearchMethod, UnknownCause } from '../types.js';
import { DepthFirst } from './depth-first.js';
import type { DeadEnd, Engine, EngineState } from './engine.js';
import { Frontier } from './frontier.js';
import { Slice } from './slice.js';
import { WindowRefutation } from './window-refutation.js';

/** What the search needs to know of its bounds. */
export interface SearchBounds extends Control {
  /** Books a change of the memory held; false if the bound is exceeded. */
  readonly hold: (differenceBytes: number) => boolean;
}

/** The verdict of the search, in indices of the problem. */
export type SearchVerdict =
  | { readonly verdict: 'ok'; readonly method: SearchMethod; readonly order: Int32Array }
  | { readonly verdict: 'illegal'; readonly method: SearchMethod; readonly deadEnd: DeadEnd }
  | { readonly verdict: 'unknown'; readonly cause: UnknownCause };

/** Settings of a search. */
export interface SearchSettings {
  readonly seed: number;
  readonly maxStates: number;
}

/** Relaxed states beyond this say that reuse without limit leads nowhere. */
const RELAXED_STATES = 20_000;
const RELAXED_BYTES = 2 ** 24;

/** Decides a problem, or stops at a bound. */
export function search<State, Input, Output>(
  model: Model<State, Input, Output>,
  problem: Problem<Input, Output>,
  settings: SearchSettings,
  bounds: SearchBounds,
): SearchVerdict {
  const portfolio = new Portfolio(model, problem, settings, bounds);
  for (;;) {
    const verdict = portfolio.advance(1);
    if (verdict !== undefined) {
      return verdict;
    }
  }
}

/**
 * Decides a problem by several engines in turns: depth first alone for a while, which is
 * fast on legal histories, then together with the frontiers, which are fast on illegal ones.
 * It can be left and gone on with at any time.
 */
export class Portfolio<State, Input, Output> {
  private engines: Engine[];
  private turn = 0;
  private readonly slice = new Slice();
  private readonly alone: number;
  private confirming = false;
  /** Whether the frontiers have joined in. */
  private joined = false;
  private deepest: DeadEnd | undefined;
  private heldBytes = 0;
  /** The states of the relaxed frontier. */
  private unlimited: Machine<State, Input, Output> | undefined;
  private readonly model: Model<State, Input, Output>;
  private readonly problem: Problem<Input, Output>;
  private readonly settings: SearchSettings;
  private readonly bounds: SearchBounds;
  private readonly machine: Machine<State, Input, Output>;

  constructor(
    model: Model<State, Input, Output>,
    problem: Problem<Input, Output>,
    settings: SearchSettings,
    bounds: SearchBounds,
  ) {
    this.model = model;
    this.problem = problem;
    this.settings = settings;
    this.bounds = bounds;
    this.machine = this.newMachine(settings.maxStates);
    this.engines = [this.depthFirst(settings.seed)];
    this.alone = 1000 + 4 * problem.mandatory;
  }

  /**
   * Goes on for so many turns of one engine each, a few milliseconds long. The bounds are looked at
   * before every turn. The memory held is given back with the verdict.
   *
   * @returns the verdict, if there is one by then.
   */
  advance(turns: number): SearchVerdict | undefined {
    for (let turn = 0; turn < turns; turn++) {
      const verdict = this.round();
      if (verdict !== undefined) {
        this.release();
        return verdict;
      }
    }
    return undefined;
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
    const cause = this.bounds.stop();
    if (cause !== undefined) {
      return { verdict: 'unknown', cause };
    }
    this.turn = (this.turn + 1) % this.engines.length;
    const engine = this.engines[this.turn];
    if (engine === undefined) {
      return { verdict: 'unknown', cause: 'memory' };
    }
    const verdict = this.judge(engine, this.slice.run(engine));
    if (verdict !== undefined) {
      return verdict;
    }
    if (this.machine.overflowed) {
      return { verdict: 'unknown', cause: 'infinite-states' };
    }
    if (this.unlimited !== undefined && this.isUnlimited(this.unlimited)) {
      this.unlimited = undefined;
      this.engines = this.engines.filter(({ method }) => method !== 'relaxed-frontier');
    }
    if (!this.joined && !this.confirming && engine.steps > this.alone) {
      this.joined = true;
      const settled = this.lookAtStates();
      if (settled !== undefined) {
        return settled;
      }
      this.addFrontiers();
    }
    return this.account();
  }

  private judge(engine: Engine, result: EngineState): SearchVerdict | undefined {
    switch (result.state) {
      case 'running':
        return undefined;
      case 'ok':
        return { verdict: 'ok', method: engine.method, order: result.order };
      case 'gave-up':
        this.drop(engine);
        return undefined;
      default:
        return this.illegal(engine, result.deadEnd);
    }
  }

  private illegal(engine: Engine, deadEnd: DeadEnd): SearchVerdict | undefined {
    if (engine.method === 'depth-first' && !this.confirming) {
      this.confirming = true;
      this.deepest = deadEnd;
      // Another seed has other collisions.
      this.replace(engine, this.depthFirst(this.settings.seed + 0x3ade68b1));
      return undefined;
    }
    return { verdict: 'illegal', method: engine.method, deadEnd: this.deeper(deadEnd) };
  }

  /** The frontier knows where it ended; depth first may know a longer order up to there. */
  private deeper(deadEnd: DeadEnd): DeadEnd {
    const known = [this.deepest, ...this.engines.map((engine) => engine.deadEnd)];
    let { longestPrefix } = deadEnd;
    for (const other of known) {
      if (other !== undefined && other.longestPrefix.length > longestPrefix.length) {
        ({ longestPrefix } = other);
      }
    }
    return { longestPrefix, firstUnplaceable: deadEnd.firstUnplaceable };
  }

  /**
   * If the model has few states: an operation that is possible in none of them settles it;
   * if there is none, the place where the search is stuck is looked at from any state.
   */
  private lookAtStates(): SearchVerdict | undefined {
    const { problem, machine, model } = this;
    const states = closureOf(machine, problem.classes.length);
    if (states === undefined) {
      return undefined;
    }
    const possible = problem.classes.map((_, c) =>
      states.some((state) => machine.step(state, c) >= 0),
    );
    const firstUnplaceable = this.firstOfReturns(
      (operationClass) => possible[operationClass] === false,
    );
    const { deadEnd } = this.engines[0] ?? {};
    if (firstUnplaceable !== undefined) {
      const longestPrefix = deadEnd?.longestPrefix ?? new Int32Array(0);
      return {
        verdict: 'illegal',
        method: 'precheck',
        deadEnd: { longestPrefix, firstUnplaceable },
      };
    }
    if (deadEnd !== undefined && deadEnd.firstUnplaceable >= 0) {
      const all = [...states].flatMap((state) => machine.statesOf(state));
      const anyState = new Machine({ ...model, init: () => all }, problem.classes, Infinity);
      this.engines.push(new WindowRefutation(problem, anyState, deadEnd.firstUnplaceable));
    }
    return undefined;
  }

  /** The first operation, by its return, whose class is wanted. */
  private firstOfReturns(isWanted: (operationClass: number) => boolean): number | undefined {
    const { byReturn, classOf } = this.problem;
    for (let rank = 0; rank < byReturn.length; rank++) {
      const i = byReturn[rank] as number;
      if (isWanted(classOf[i] as number)) {
        return i;
      }
    }
    return undefined;
  }

  private depthFirst(seed: number): Engine {
    return DepthFirst.of(this.problem, this.machine, seed);
  }

  private addFrontiers(): void {
    const { problem, machine } = this;
    if (problem.optional > 0) {
      // Reuse without limit meets states of its own: they must not count for the others.
      this.unlimited = this.newMachine(RELAXED_STATES + 2 * problem.mandatory);
      this.engines.push(Frontier.of(problem, this.unlimited, 'relaxed'));
    }
    this.engines.push(Frontier.of(problem, machine, 'exact'));
  }

  /** Whether reuse without limit builds ever more or ever larger states. */
  private isUnlimited(machine: Machine<State, Input, Output>): boolean {
    return machine.overflowed || machine.bytes > RELAXED_BYTES + 256 * this.problem.mandatory;
  }

  private newMachine(maxStates: number): Machine<State, Input, Output> {
    return new Machine(this.model, this.problem.classes, maxStates);
  }

  /** Books the memory held; drops the largest engine when it is too much. */
  private account(): SearchVerdict | undefined {
    while (!this.book()) {
      const [largest, ...others] = this.engines.toSorted((a, b) => b.bytes - a.bytes);
      if (largest === undefined || others.length === 0) {
        return { verdict: 'unknown', cause: 'memory' };
      }
      const { bytes } = largest;
      this.drop(largest);
      collectTables(bytes);
    }
    return undefined;
  }

  private book(): boolean {
    const bytes = this.engines.reduce(
      (sum, engine) => sum + engine.bytes,
      this.machine.bytes + (this.unlimited?.bytes ?? 0),
    );
    const difference = bytes - this.heldBytes;
    this.heldBytes = bytes;
    return this.bounds.hold(difference);
  }

  private drop(engine: Engine): void {
    this.engines = this.engines.filter((other) => other !== engine);
    this.turn = 0;
  }

  private replace(engine: Engine, by: Engine): void {
    this.engines = this.engines.map((other) => (other === engine ? by : other));
  }
}
