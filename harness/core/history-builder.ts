import { NS_PER_MS } from './clock.js';
import { History } from './history.js';
import type { Json, JsonObject } from './json.js';
import { accountJson, type FaultAccount } from './fault-account.js';
import { watchedJson } from './nemesis-record.js';
import { NEMESIS, type OpError, type Process } from './op.js';
import type { Watched } from './schedule.js';

/** An operation from its invocation to its completion, as a test writes it down. */
export interface BuiltOp {
  readonly process: Process;
  readonly f: string;
  readonly value?: Json;
  readonly start_ms: number;
  /** Absent: no completion at all. */
  readonly end_ms?: number;
  readonly type?: 'ok' | 'fail' | 'info';
  /** The completion's value, where it differs from the invocation's. */
  readonly result?: Json;
  readonly node?: string;
  readonly error?: OpError;
}

/**
 * Makes histories by hand: whole operations in any order; events are sorted by time, and of
 * those at one time completions stand first, as the interpreter writes them.
 */
export class HistoryBuilder {
  readonly #ops: BuiltOp[] = [];

  /** @throws RangeError when the op does not end after it begins. */
  op(op: BuiltOp): this {
    if (op.end_ms !== undefined && op.end_ms <= op.start_ms) {
      throw new RangeError(`${op.f} must end after ${op.start_ms} ms, not at ${op.end_ms} ms`);
    }
    this.#ops.push(op);
    return this;
  }

  /** An operation of the nemesis: its intent, and the effect with its proof. */
  fault(fault: {
    readonly f: string;
    readonly start_ms: number;
    readonly end_ms: number;
    readonly intent?: Json;
    readonly effect?: JsonObject;
    readonly proven?: boolean;
    readonly evidence?: readonly string[];
    readonly account?: FaultAccount;
    readonly watched?: Watched;
  }): this {
    return this.op({
      process: NEMESIS,
      f: fault.f,
      start_ms: fault.start_ms,
      end_ms: fault.end_ms,
      type: 'info',
      ...(fault.intent === undefined ? {} : { value: fault.intent }),
      result: {
        effect: fault.effect ?? {},
        proof: { proven: fault.proven ?? true, evidence: fault.evidence ?? [] },
        ...(fault.account === undefined ? {} : { account: accountJson(fault.account) }),
        ...(fault.watched === undefined ? {} : { watched: watchedJson(fault.watched) }),
      },
    });
  }

  build(): History {
    const events = this.#ops.flatMap((op, order) => {
      const common = {
        process: op.process,
        f: op.f,
        order,
        ...(op.node === undefined ? {} : { node: op.node }),
      };
      const invoke = {
        ...common,
        type: 'invoke' as const,
        value: op.value,
        time: op.start_ms * NS_PER_MS,
      };
      if (op.end_ms === undefined) return [invoke];
      const completion = {
        ...common,
        type: op.type ?? ('ok' as const),
        value: 'result' in op ? op.result : op.value,
        time: op.end_ms * NS_PER_MS,
        ...(op.error === undefined ? {} : { error: op.error }),
      };
      return [invoke, completion];
    });
    events.sort(
      (a, b) =>
        a.time - b.time ||
        Number(a.type === 'invoke') - Number(b.type === 'invoke') ||
        a.order - b.order,
    );
    return History.of(events.map(({ order: _order, ...event }) => event));
  }
}
