import type { Context, Thread } from './context.js';
import {
  DONE,
  nothing,
  type Draw,
  type Generator,
  type OpTemplate,
  type PlannedOp,
} from './generator.js';

/** The op of a template on a free thread, now; `undefined` when no thread is free. */
function planned(context: Context, template: OpTemplate): PlannedOp | undefined {
  const thread = context.freeThread();
  if (thread === undefined) return undefined;
  return {
    type: 'invoke',
    process: context.processOf(thread),
    time: context.time,
    f: template.f,
    value: template.value,
  };
}

class Unfold<State> implements Generator {
  readonly #state: State;
  readonly #step: (state: State) => readonly [OpTemplate, State] | null;
  #drawn: readonly [OpTemplate, State] | null | undefined;

  constructor(state: State, step: (state: State) => readonly [OpTemplate, State] | null) {
    this.#state = state;
    this.#step = step;
  }

  op(context: Context): Draw {
    this.#drawn ??= this.#step(this.#state);
    if (this.#drawn === null) return DONE;
    const op = planned(context, this.#drawn[0]);
    if (op === undefined) return { kind: 'pending', next: this };
    return { kind: 'op', op, next: new Unfold(this.#drawn[1], this.#step) };
  }

  update(): Generator {
    return this;
  }
}

/**
 * Ops made one after another from a state: `step` is pure, and gives the next template and the
 * next state, or `null` at the end.
 */
export function unfold<State>(
  state: State,
  step: (state: State) => readonly [OpTemplate, State] | null,
): Generator {
  return new Unfold(state, step);
}

/** Exactly one op. */
export function once(template: OpTemplate): Generator {
  return unfold(false, (done) => (done ? null : [template, true]));
}

/** The same op again and again, without end. */
export function always(template: OpTemplate): Generator {
  return unfold(null, () => [template, null]);
}

/** The given ops, in order. */
export function sequence(templates: readonly OpTemplate[]): Generator {
  return unfold(0, (i) => {
    const template = templates[i];
    return template === undefined ? null : [template, i + 1];
  });
}

class OnThread implements Generator {
  readonly #make: (context: Context, thread: Thread) => PlannedOp;

  constructor(make: (context: Context, thread: Thread) => PlannedOp) {
    this.#make = make;
  }

  op(context: Context): Draw {
    const thread = context.freeThread();
    if (thread === undefined) return { kind: 'pending', next: this };
    return { kind: 'op', op: this.#make(context, thread), next: nothing };
  }

  update(): Generator {
    return this;
  }
}

/** Keeps one thread busy for a while. */
export function sleep(duration_ms: number): Generator {
  return new OnThread((context, thread) => ({
    type: 'sleep',
    process: context.processOf(thread),
    time: context.time,
    duration_ms,
  }));
}

/** Writes one line to the harness' log. */
export function log(message: string): Generator {
  return new OnThread((context, thread) => ({
    type: 'log',
    process: context.processOf(thread),
    time: context.time,
    message,
  }));
}
