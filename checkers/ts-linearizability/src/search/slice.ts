import type { Engine, EngineState } from './engine.js';

const TARGET_MS = 2;
const LEAST_STEPS = 1;
const MOST_STEPS = 1 << 13;

/** Advances engines by as many steps as take about two milliseconds. */
export class Slice {
  private readonly stepsOf = new WeakMap<Engine, number>();
  /** What an engine begins with: as much as another one had in its last turn. */
  private last = LEAST_STEPS;

  run(engine: Engine): EngineState {
    const steps = this.stepsOf.get(engine) ?? this.last;
    this.last = steps;
    const before = performance.now();
    const result = engine.advance(steps);
    const tookMs = performance.now() - before;
    if (tookMs < TARGET_MS / 2) {
      this.stepsOf.set(engine, Math.min(MOST_STEPS, 2 * steps));
    } else if (tookMs > 2 * TARGET_MS) {
      this.stepsOf.set(engine, Math.max(LEAST_STEPS, steps >>> 1));
    }
    return result;
  }
}
