import type { ClientSource } from '../core/client.js';
import { NS_PER_MS, type Cancel, type Clock } from '../core/clock.js';
import { Context, type Thread } from '../core/generator/context.js';
import type { Generator, PlannedOp } from '../core/generator/generator.js';
import type { Json } from '../core/json.js';
import type { Log } from '../core/log.js';
import { endsRun, messageOf, NotBegunError } from '../core/errors.js';
import { NOT_BEGUN } from '../core/nemesis-record.js';
import { NEMESIS, type Invocation, type Op } from '../core/op.js';
import { Flights, type Landing } from './flights.js';
import type { Recorder } from './recorder.js';
import { Threads } from './threads.js';
import { Wakeup } from './wakeup.js';
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

/** What takes every event in memory as well: a history, or what a run keeps of one. */
export interface EventLog {
  /** Events so far: the index of the next one. */
  readonly length: number;
  append(op: Op): unknown;
}

export interface InterpreterOptions {
  readonly clock: Clock;
  readonly concurrency: number;
  /** Nodes that client threads are bound to, in turn. */
  readonly nodes: readonly string[];
  readonly source: ClientSource;
  readonly invokeNemesis: InvokeNemesis;
  readonly opTimeout_ms: number;
  readonly history: EventLog;
  readonly recorder: Recorder;
  readonly log: Log;
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
  readonly #wakeup: Wakeup;
  readonly #flights: Flights;
  readonly #sleeping = new Set<Cancel>();
  readonly #closing = new Set<Promise<void>>();
  #rotation = 0;
  #hopeless: Error | null = null;
  readonly #counts = { invoked: 0, acknowledged: 0, failed: 0, indeterminate: 0, inFlight: 0 };

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#threads = new Threads(options.concurrency);
    this.#wakeup = new Wakeup(options.clock);
    this.#flights = new Flights(options.clock, this.#wakeup.wake);
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
    const { wake } = this.#wakeup;
    signal.addEventListener('abort', wake);
    let current = generator;
    let yielded = clock.now();
    try {
      for (;;) {
        signal.throwIfAborted();
        if (this.#hopeless !== null) throw this.#hopeless;
        const behind = this.#options.recorder.ready();
        if (behind !== undefined) await behind;
        current = this.#takeCompletions(current);
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
      signal.removeEventListener('abort', wake);
    }
  }

  /** Goes on with clients of another source; to be called between two generators. */
  async switchTo(source: ClientSource): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.switchTo(source)));
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
        this.#wakeup.wake();
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
    this.#threads.occupy(thread);
    if (worker === undefined) this.#sendToNemesis(invocation);
    else this.#sendToClient(worker, invocation, thread);
    return next.update(context, invocation);
  }

  #sendToClient(worker: ClientWorker, op: Invocation, thread: Thread): void {
    this.#counts.invoked += 1;
    this.#counts.inFlight += 1;
    const flight = this.#flights.depart(op, thread);
    worker.invoke(op, {
      sent: () => {
        this.#flights.bound(flight, this.#options.opTimeout_ms * NS_PER_MS);
      },
      completed: (completion) => {
        this.#flights.land(flight, completion);
      },
      hopeless: (error) => {
        this.#giveUp(error);
      },
    });
  }

  /** The nemesis bounds its own operations. */
  #sendToNemesis(op: Invocation): void {
    const flight = this.#flights.depart(op, NEMESIS);
    void this.#options.invokeNemesis(op).then(
      (value) => {
        this.#flights.land(flight, { type: 'ok', value });
      },
      (error: unknown) => {
        if (endsRun(error)) this.#giveUp(error);
        const code = error instanceof NotBegunError ? NOT_BEGUN : 'nemesis-error';
        const told = { code, message: messageOf(error) };
        this.#flights.land(flight, { type: 'info', error: told });
      },
    );
  }

  #giveUp(error: Error): void {
    this.#hopeless ??= error;
    this.#wakeup.wake();
  }

  /** Completes what has landed, and what has been under way for too long. */
  #takeCompletions(generator: Generator): Generator {
    let current = generator;
    for (const landing of this.#flights.takeLanded()) {
      if (landing.flight.open) current = this.#complete(current, landing);
    }
    const { clock, opTimeout_ms } = this.#options;
    const time = clock.now();
    for (const flight of this.#flights.takeExpired(time)) {
      const error = { code: 'timeout', message: `no answer within ${opTimeout_ms} ms` };
      current = this.#complete(current, { flight, completion: { type: 'info', error }, time });
    }
    return current;
  }

  #complete(generator: Generator, { flight, completion, time }: Landing): Generator {
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
  async #waitUntil(time: number | undefined, signal: AbortSignal): Promise<void> {
    if (this.#flights.hasLanded || signal.aborted) return;
    const until = Math.min(time ?? Number.POSITIVE_INFINITY, this.#flights.nextDeadline());
    await this.#wakeup.sleep(until);
  }
}
