import type { Resumable } from '../types.js';
import { RUNNING, type DeadEnd, type Engine, type EngineState } from './engine.js';

/** A piece of the preparation takes about as long as so many steps. */
const STEPS_PER_PIECE = 512;

const NO_END: DeadEnd = { longestPrefix: new Int32Array(0), firstUnplaceable: -1 };

/** An engine that is prepared in its own turns, since that takes a look at every operation. */
export class Preparing implements Engine {
  readonly method: Engine['method'];
  private readonly work: Resumable<Engine>;
  private engine: Engine | undefined;

  constructor(method: Engine['method'], work: Resumable<Engine>) {
    this.method = method;
    this.work = work;
  }

  get steps(): number {
    return this.engine?.steps ?? 0;
  }

  get placed(): number {
    return this.engine?.placed ?? 0;
  }

  get bytes(): number {
    return this.engine?.bytes ?? 0;
  }

  get deadEnd(): DeadEnd {
    return this.engine?.deadEnd ?? NO_END;
  }

  advance(steps: number): EngineState {
    for (let left = steps; this.engine === undefined; left -= STEPS_PER_PIECE) {
      if (left <= 0) {
        return RUNNING;
      }
      const turn = this.work.next();
      this.engine = turn.done === true ? turn.value : undefined;
    }
    return this.engine.advance(steps);
  }
}
