import type { ClientSource } from '../core/client.js';
import { NS_PER_MS, type Cancel, type Clock } from '../core/clock.js';
import { Context, type Thread } from '../core/generator/context.js';
import type { Generator, PlannedOp } from '../core/generator/generator.js';
import type { History } from '../core/history.js';
import type { Json } from '../core/json.js';
import type { Log } from '../core/log.js';
import { endsRun, messageOf } from '../core/errors.js';
import { NEMESIS, type Completion, type Invocation, type Op } from '../core/op.js';
import { Deadlines } from './deadlines.js';
import type { Recorder } from './recorder.js';
import { Threads } from './threads.js';
import { ClientWorker } from './worker.js';

/** Counts that a running interpreter keeps for whoever wants to show or await them. */
export interface Progress {
  readonly invoked: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly indeterminate: number;
  /** Client ops under way. */
  readonly inFlight: number;
}

/** Serves the ops of the nemesis. A rejection is recorded as the op's error. */
export type InvokeNemesis = (op: Invocation) => Promise<Json>;

export interface InterpreterOptions {
  readonly clock: Clock;
  readonly concurrency: number;
  /** Nodes that client threads are bound to, in turn. */
  readonly nodes: readonly string[];
  readonly source: ClientSource;
  readonly invokeNemesis: InvokeNemesis;
  readonly opTimeout_ms: number;
  readonly history: History;
  readonly recorder: Recorder;
  readonly log: Log;
}

interface Flight {
  readonly op: Invocation;
  readonly thread: Thread;
  open: boolean;
  /** What came of it, until the interpreter takes it. */
  completion: Completion | null;
  /** When it came, in nanoseconds. */
  landed_ns: number;
}

/** At least so often other work of the process gets its turn: signals, the disk, the screen. */
const YIELD_INTERVAL_NS = 5 * NS_PER_MS;

/**
 * Plays a generator: the only writer of the history and the only reader of the clock. It takes
 * completions before it asks for new ops, and records an invocation before it sends it, so that
 * ops look concurrent only if they were.
 *
 * Semantics after Jepsen's generator and interpreter: an op that is answered with `info`, or not
 * within the bound, retires its process; its thread goes on under a new one with a new client.
 */
export class Interpreter {
  readonly #options: InterpreterOptions;
  readonly #threads: Threads;
  readonly #workers: readonly ClientWorker[];
  readonly #deadlines = new Deadlines<Flight>();
  readonly #sleeping = new Set<Cancel>();
  readonly #closing = new Set<Promise<void>>();
  readonly #isOpen = (flight: Flight): boolean => flight.open;
  #landed: Flight[] = [];
  #wake: (() => void) | null = null;
  #rotation = 0;
  #hopeless: Error | null = null;
  readonly #counts = { invoked: 0, acknowledged: 0, failed: 0, indeterminate: 0, inFlight: 0 };

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#threads = new Threads(options.concurrency);
    this.#workers = Array.from(
      { length: options.concurrency },
      (_, thread) =>
        new ClientWorker(options.source, options.nodes[thread % options.nodes.length] ?? ''),
    );
  }

  get progress(): Progress {
    return this.#counts;
  }

  /**
   * Plays a generator to its end, and until the last op has ended. May be called again with
   * another one: threads and processes go on.
   * @throws the signal's reason when it aborts; ops under way stay open in the history.
   * @throws EnvironmentError when the history can't be written.
   * @throws InputError when a client is asked for an op that it does not know, or another error
   * after which no run can go on: the engine is gone.
   */
  async play(generator: Generator, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const onAbort = (): void => this.#wake?.();
    signal.addEventListener('abort', onAbort);
    let current = generator;
    let yielded = clock.now();
    try {
      for (;;) {
        signal.throwIfAborted();
        if (this.#hopeless !== null) throw this.#hopeless;
        const behind = this.#options.recorder.ready();
        if (behind !== undefined) await behind;
        current = this.#takeLanded(current);
        current = this.#expire(current);
        const now = clock.now();
        if (now - yielded > YIELD_INTERVAL_NS) {
          await clock.yield();
          yielded = clock.now();
          continue;
        }
        const context = this.#context(now);
        const draw = current.op(context);
        if (draw.kind === 'done') {
          if (this.#threads.busyCount === 0) return;
          await this.#waitUntil(undefined, signal);
        } else if (draw.kind === 'pending') {
          current = draw.next;
          await this.#waitUntil(draw.wake, signal);
        } else if (draw.op.time > now) {
          await this.#waitUntil(draw.op.time, signal);
        } else {
          current = this.#dispatch(draw.op, draw.next, context);
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Closes every client. The interpreter can't play any more after it. */
  async close(): Promise<void> {
    for (const cancel of this.#sleeping) cancel();
    await Promise.all(this.#workers.map((worker) => worker.retire()));
    await Promise.all(this.#closing);
  }

  #context(now: number): Context {
    return new Context(now, this.#threads.all, this.#threads, this.#rotation);
  }

  #dispatch(planned: PlannedOp, next: Generator, context: Context): Generator {
    const { clock, log } = this.#options;
    const thread = this.#threads.threadOf(planned.process);
    if (planned.type === 'log') {
      log.info(planned.message);
      return next;
    }
    if (planned.type === 'sleep') {
      this.#threads.occupy(thread);
      const cancel = clock.at(context.time + planned.duration_ms * NS_PER_MS, () => {
        this.#sleeping.delete(cancel);
        this.#threads.release(thread);
        this.#wake?.();
      });
      this.#sleeping.add(cancel);
      return next;
    }
    const worker = thread === NEMESIS ? undefined : this.#workers[thread];
    if (thread !== NEMESIS) this.#rotation = thread + 1;
    const invocation = this.#record({
      index: this.#options.history.length,
      process: planned.process,
      type: 'invoke',
      f: planned.f,
      value: planned.value,
      time: clock.now(),
      node: worker?.node,
    }) as Invocation;
    const flight: Flight = { op: invocation, thread, open: true, completion: null, landed_ns: 0 };
    this.#threads.occupy(thread);
    if (worker === undefined) {
      void this.#invokeNemesis(flight);
    } else {
      this.#counts.invoked += 1;
      this.#counts.inFlight += 1;
      this.#deadlines.push(invocation.time + this.#options.opTimeout_ms * NS_PER_MS, flight);
      worker.invoke(invocation, {
        completed: (completion) => {
          this.#land(flight, completion);
        },
        hopeless: (error) => {
          this.#giveUp(error);
        },
      });
    }
    return next.update(context, invocation);
  }

  async #invokeNemesis(flight: Flight): Promise<void> {
    try {
      const value = await this.#options.invokeNemesis(flight.op);
      this.#land(flight, { type: 'ok', value });
    } catch (error) {
      if (endsRun(error)) this.#giveUp(error);
      this.#land(flight, {
        type: 'info',
        error: { code: 'nemesis-error', message: messageOf(error) },
      });
    }
  }

  #land(flight: Flight, completion: Completion): void {
    if (!flight.open) return;
    flight.completion = completion;
    flight.landed_ns = this.#options.clock.now();
    this.#landed.push(flight);
    // All that lands in one turn of the event loop is taken together: one burst of new ops for
    // it costs the machine far fewer wake-ups than an op at a time.
    if (this.#landed.length === 1) void this.#options.clock.yield().then(() => this.#wake?.());
  }

  #giveUp(error: Error): void {
    this.#hopeless ??= error;
    this.#wake?.();
  }

  #takeLanded(generator: Generator): Generator {
    if (this.#landed.length === 0) return generator;
    const landed = this.#landed;
    this.#landed = [];
    let current = generator;
    for (const flight of landed) {
      const { completion } = flight;
      if (flight.open && completion !== null)
        current = this.#complete(current, flight, completion, flight.landed_ns);
    }
    return current;
  }

  #expire(generator: Generator): Generator {
    let current = generator;
    const { clock, opTimeout_ms } = this.#options;
    const now = clock.now();
    for (const flight of this.#deadlines.expired(now, this.#isOpen)) {
      current = this.#complete(
        current,
        flight,
        {
          type: 'info',
          error: { code: 'timeout', message: `no answer within ${opTimeout_ms} ms` },
        },
        now,
      );
    }
    return current;
  }

  #complete(generator: Generator, flight: Flight, completion: Completion, time: number): Generator {
    const { op, thread } = flight;
    flight.open = false;
    // The nemesis' ops are facts about the harness, not about the store: Jepsen marks them info.
    const type = thread === NEMESIS ? 'info' : completion.type;
    const event = this.#record({
      index: this.#options.history.length,
      process: op.process,
      type,
      f: op.f,
      value: completion.value === undefined ? op.value : completion.value,
      time,
      node: completion.node ?? op.node,
      error: completion.type === 'ok' ? undefined : completion.error,
    });
    this.#threads.release(thread);
    if (thread !== NEMESIS) {
      this.#count(type);
      if (type === 'info') this.#retire(thread);
    }
    return generator.update(this.#context(time), event);
  }

  #count(type: Op['type']): void {
    this.#counts.inFlight -= 1;
    if (type === 'ok') this.#counts.acknowledged += 1;
    else if (type === 'fail') this.#counts.failed += 1;
    else this.#counts.indeterminate += 1;
  }

  #retire(thread: number): void {
    this.#threads.retire(thread);
    const closing = (this.#workers[thread] as ClientWorker).retire();
    this.#closing.add(closing);
    void closing.finally(() => this.#closing.delete(closing));
  }

  #record(op: Op): Op {
    this.#options.history.append(op);
    this.#options.recorder.append(op);
    return op;
  }

  /** Waits for a completion, a deadline, the given time, or an abort. */
  #waitUntil(time: number | undefined, signal: AbortSignal): Promise<void> {
    const deadline = this.#deadlines.next(this.#isOpen);
    const until = Math.min(time ?? Number.POSITIVE_INFINITY, deadline ?? Number.POSITIVE_INFINITY);
    return new Promise((resolve) => {
      if (this.#landed.length > 0 || signal.aborted) {
        resolve();
        return;
      }
      let cancel: Cancel | null = null;
      this.#wake = () => {
        this.#wake = null;
        cancel?.();
        resolve();
      };
      if (Number.isFinite(until)) cancel = this.#options.clock.at(until, () => this.#wake?.());
    });
  }
}
