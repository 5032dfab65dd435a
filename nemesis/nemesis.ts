import { messageOf } from '../harness/core/errors.js';
import type { ActiveFault, Fault } from '../harness/core/fault.js';
import type { Json } from '../harness/core/json.js';
import type { Nemesis, NemesisContext } from '../harness/core/nemesis.js';
import { AWAIT, HEAL } from '../harness/core/nemesis-record.js';
import type { FaultRecord } from '../harness/core/schedule.js';
import { awaitCondition } from './await-condition.js';
import { serving } from './serving.js';

/** A fault of this run, and when it was last begun. */
interface Running {
  readonly fault: Fault;
  readonly active: ActiveFault;
  order: number;
}

function asJson({ effect, proof }: FaultRecord): Json {
  return { effect, proof };
}

/** Routes operations to the faults that serve them, and knows how to end everything. */
class RunNemesis implements Nemesis {
  readonly #faults: readonly Fault[];
  readonly #context: NemesisContext;
  readonly #running = new Map<string, Running>();
  #order = 0;
  #primaryBefore: string | null = null;

  constructor(faults: readonly Fault[], context: NemesisContext) {
    this.#faults = faults;
    this.#context = context;
  }

  async invoke(f: string, value: Json | undefined): Promise<Json> {
    if (f === HEAL) return this.#heal();
    if (f === AWAIT) {
      this.#primaryBefore ??= await this.#primary();
      return asJson(await awaitCondition(value, this.#context, this.#primaryBefore));
    }
    const running = this.#serving(f);
    // The end of a fault is not what a change of the primary is measured against.
    if (f === running.fault.fs[0]) {
      this.#primaryBefore = (await this.#primary()) ?? this.#primaryBefore;
    }
    running.order = this.#order += 1;
    const record = await running.active.invoke(f, value);
    // A fault that had to wait for a primary met another one than there was before; a failover
    // names it as `from`, and its `primary` is the one after.
    const { from, primary, waitedForPrimary_ms } = record.effect;
    const met = from ?? primary;
    if (waitedForPrimary_ms !== undefined && typeof met === 'string') this.#primaryBefore = met;
    return asJson(record);
  }

  async teardown(): Promise<void> {
    for (const { effect, proof } of await this.#healAll()) {
      if (!proof.proven) {
        this.#context.log.warn('a fault may not have ended', { effect, evidence: proof.evidence });
      }
    }
  }

  async #heal(): Promise<Json> {
    const records = await this.#healAll();
    const [first, ...rest] = records;
    if (first === undefined) return null;
    return rest.length === 0 ? asJson(first) : records.map(asJson);
  }

  /**
   * Ends all faults, those of whole machines first (on a frozen node nothing else can be ended),
   * then the last one begun first; one that fails does not keep the others.
   */
  async #healAll(): Promise<readonly FaultRecord[]> {
    const records: FaultRecord[] = [];
    const ofMachine = ({ fault }: Running): number => Number(fault.needs.includes('machine'));
    const inTurn = [...this.#running.values()].sort(
      (a, b) => ofMachine(b) - ofMachine(a) || b.order - a.order,
    );
    for (const { fault, active } of inTurn) {
      try {
        const record = await active.heal();
        if (record !== null) records.push(record);
      } catch (thrown) {
        const evidence = [`healing failed: ${messageOf(thrown)}`];
        records.push({ effect: { fault: fault.name }, proof: { proven: false, evidence } });
      }
    }
    return records;
  }

  #serving(f: string): Running {
    const fault = serving(this.#faults, f);
    let running = this.#running.get(fault.name);
    if (running === undefined) {
      running = { fault, active: fault.create(this.#context), order: 0 };
      this.#running.set(fault.name, running);
    }
    return running;
  }

  async #primary(): Promise<string | null> {
    return (await this.#context.capabilities.primaries?.primary()) ?? null;
  }
}

/** The nemesis of one run: it serves the given faults, `await` and `heal`. */
export function createNemesis(faults: readonly Fault[], context: NemesisContext): Nemesis {
  return new RunNemesis(faults, context);
}
