import type { Problem } from '../history/problem.js';
import type { DeadEnd, Engine, EngineState, StateSteps } from './engine.js';
import { RUNNING } from './engine.js';
import { Frontier } from './frontier.js';
import { windowOf, type Window } from './window.js';

const RETURNS = [16, 64, 256, 1024];
const STEPS_PER_WINDOW = 30_000;

/**
 * Tries to refute a history by its last few operations before the place where the search is
 * stuck, from any state at all: much less work than the whole history if the reason is local.
 * `illegal` is certain; otherwise it gives up.
 */
export class WindowRefutation implements Engine {
  readonly method = 'window';
  readonly placed = 0;
  steps = 0;
  private result: EngineState = RUNNING;
  private readonly problem: Problem<unknown, unknown>;
  private readonly anyState: StateSteps;
  private readonly last: number;
  private attempt = 0;
  private window: Window<unknown, unknown> | undefined;
  private frontier: Engine | undefined;

  /**
   * @param anyState - the model started in all its states at once.
   * @param last - the operation whose return the search cannot reach.
   */
  constructor(problem: Problem<unknown, unknown>, anyState: StateSteps, last: number) {
    this.problem = problem;
    this.anyState = anyState;
    this.last = last;
  }

  get bytes(): number {
    return this.frontier?.bytes ?? 0;
  }

  get deadEnd(): DeadEnd {
    const { window, frontier, last } = this;
    const index = frontier?.deadEnd.firstUnplaceable ?? -1;
    const firstUnplaceable = window?.origin[index] ?? last;
    return { longestPrefix: new Int32Array(0), firstUnplaceable };
  }

  advance(steps: number): EngineState {
    const frontier = this.frontier ?? this.open();
    if (frontier === undefined || this.result.state !== 'running') {
      this.result = { state: 'gave-up', cause: 'not-needed' };
      return this.result;
    }
    const before = frontier.steps;
    const { state } = frontier.advance(steps);
    this.steps += frontier.steps - before;
    if (state === 'illegal') {
      this.result = { state, deadEnd: this.deadEnd };
    } else if (state !== 'running' || frontier.steps > STEPS_PER_WINDOW) {
      this.frontier = undefined;
      this.attempt++;
    }
    return this.result;
  }

  /** Opens the next larger window, as long as it is smaller than the whole. */
  private open(): Engine | undefined {
    const returns = RETURNS[this.attempt];
    if (returns === undefined || returns > this.problem.mandatory) {
      return undefined;
    }
    this.window = windowOf(this.problem, this.last, returns);
    this.frontier = Frontier.of(this.window.problem, this.anyState, 'exact');
    return this.frontier;
  }
}
