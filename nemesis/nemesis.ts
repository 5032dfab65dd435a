import { messageOf } from '../harness/core/errors.js';
import { accountJson } from '../harness/core/fault-account.js';
import type { ActiveFault, Fault, Overlap } from '../harness/core/fault.js';
import type { Json } from '../harness/core/json.js';
import type { Nemesis, NemesisContext } from '../harness/core/nemesis.js';
import { AWAIT, HEAL, watchedJson } from '../harness/core/nemesis-record.js';
import type { FaultRecord, Watched } from '../harness/core/schedule.js';
import { writersIn } from '../harness/core/write-roles.js';
import { awaitCondition } from './await-condition.js';
import { hides } from './overlap.js';
import { serving } from './serving.js';
import { primariesNow } from './frames/target.js';
import { Watch } from './watch.js';

/** What a fault takes from the cluster. */
interface Takes {
  readonly overlap: Overlap;
  /** From which nodes; `null` where that is not known. */
  readonly nodes: readonly string[] | null;
}

/** A fault of this run, and when it was last begun. */
interface Running {
  readonly fault: Fault;
  readonly active: ActiveFault;
  readonly watch: Watch;
  order: number;
  /** By each beginning; empty while the fault is not active. */
  takes: readonly Takes[];
}

function asJson({ effect, proof, account, watched }: FaultRecord): Json {
  return {
    effect,
    proof,
    ...(account === undefined ? {} : { account: accountJson(account) }),
    ...(watched === undefined ? {} : { watched: watchedJson(watched) }),
  };
}

/** A record with what was seen of the fault before its end, where it was watched. */
function withWatched(record: FaultRecord, watched: Watched | null): FaultRecord {
  return watched === null ? record : { ...record, watched };
}

/** A record of a fault's beginning, with what the fault says of itself. */
function withAccount(fault: Fault, f: string, record: FaultRecord): FaultRecord {
  const account = f === fault.fs[0] ? fault.account?.(f, record.effect) : undefined;
  return account === undefined ? record : { ...record, account };
}

/** The nodes that a fault fell on; `null` where it does not say. */
function nodesOf({ account }: FaultRecord): readonly string[] | null {
  return account === undefined || account.nodes.length === 0 ? null : account.nodes;
}

/** Routes operations to the faults that serve them, and knows how to end everything. */
class RunNemesis implements Nemesis {
  readonly #faults: readonly Fault[];
  readonly #context: NemesisContext;
  readonly #running = new Map<string, Running>();
  #order = 0;
  /** Who took writes before the last fault; empty where nobody was named yet. */
  #primariesBefore: readonly string[] = [];

  constructor(faults: readonly Fault[], context: NemesisContext) {
    this.#faults = faults;
    this.#context = context;
  }

  async invoke(f: string, value: Json | undefined): Promise<Json> {
    if (f === HEAL) return this.#heal();
    if (f === AWAIT) {
      if (this.#primariesBefore.length === 0) await this.#notePrimaries();
      return asJson(await awaitCondition(value, this.#context, this.#primariesBefore));
    }
    const running = this.#serving(f);
    // The end of a fault is not what a change of the primary is measured against.
    if (f === running.fault.fs[0]) await this.#notePrimaries();
    running.order = this.#order += 1;
    const record = await this.#run(running, f, value);
    // A fault that had to wait for a primary met another one than there was before; a failover
    // names it as `from`, and its `primary` is the one after.
    const { from, waitedForPrimary_ms } = record.effect;
    const met =
      typeof from === 'string' ? [from] : writersIn(record.effect, this.#context.writeRoles);
    if (waitedForPrimary_ms !== undefined && met.length > 0) this.#primariesBefore = met;
    return asJson(record);
  }

  async #run(running: Running, f: string, value: Json | undefined): Promise<FaultRecord> {
    const { fault, active, watch } = running;
    const [begins, ends] = fault.fs;
    const overlap = fault.overlap(f, value);
    const before = running.takes;
    // Where a fault falls is known when it has fallen.
    if (f === begins) running.takes = [...before, { overlap, nodes: null }];
    await watch.rest();
    const watched = f === ends ? await watch.end() : null;
    try {
      const record = withAccount(fault, f, await active.invoke(f, value));
      const more = f === begins ? [{ overlap, nodes: nodesOf(record) }] : [];
      const lasts =
        ends !== undefined && (f === begins || ((await active.look?.(false)) ?? []).length > 0);
      running.takes = lasts ? [...before, ...more] : [];
      if (f === begins && overlap.restartsNode === true) {
        this.#endWithNodes(nodesOf(record) ?? []);
      }
      // What was not proven is in doubt already.
      if (lasts && record.proof.proven) watch.go();
      else await watch.drop();
      return withWatched(record, watched);
    } catch (thrown) {
      running.takes = before;
      if (before.length > 0) watch.go();
      throw thrown;
    }
  }

  /** What lived in the processes of these nodes is over, since they start anew. */
  #endWithNodes(nodes: readonly string[]): void {
    for (const { takes, watch } of this.#running.values()) {
      if (takes.some(({ overlap }) => overlap.endsWithNode === true)) watch.overOn(nodes);
    }
  }

  async teardown(): Promise<void> {
    // Nobody reads any more what a last look would see.
    for (const { watch } of this.#running.values()) await watch.drop();
    for (const { effect, proof } of await this.#healAll()) {
      if (!proof.proven) {
        this.#context.log.warn('a fault may not have ended', { effect, evidence: proof.evidence });
      }
    }
  }

  async #heal(): Promise<Json> {
    // All are looked at before any is healed, which may change what the others are seen by.
    const watched = new Map<Running, Watched | null>();
    for (const { watch } of this.#running.values()) await watch.rest();
    for (const running of this.#inTurn()) watched.set(running, await running.watch.end());
    const records = await this.#healAll((running) => watched.get(running) ?? null);
    const [first, ...rest] = records;
    if (first === undefined) return null;
    return rest.length === 0 ? asJson(first) : records.map(asJson);
  }

  /**
   * Ends all faults, those of whole machines first (on a frozen node nothing else can be ended),
   * then the last one begun first; one that fails does not keep the others.
   */
  async #healAll(
    watchedOf: (running: Running) => Watched | null = () => null,
  ): Promise<readonly FaultRecord[]> {
    const records: FaultRecord[] = [];
    for (const running of this.#inTurn()) {
      const { fault, active } = running;
      const watched = watchedOf(running);
      try {
        const record = await active.heal();
        running.takes = [];
        if (record !== null) records.push(withWatched(record, watched));
      } catch (thrown) {
        const evidence = [`healing failed: ${messageOf(thrown)}`];
        const record = { effect: { fault: fault.name }, proof: { proven: false, evidence } };
        records.push(withWatched(record, watched));
      }
    }
    return records;
  }

  /** In the order in which they are ended. */
  #inTurn(): readonly Running[] {
    const ofMachine = ({ fault }: Running): number => Number(fault.needs.includes('machine'));
    return [...this.#running.values()].sort(
      (a, b) => ofMachine(b) - ofMachine(a) || b.order - a.order,
    );
  }

  #watchOf(fault: Fault, active: ActiveFault): Watch {
    const { clock, signal } = this.#context;
    return new Watch({
      clock,
      signal,
      fault: fault.name,
      look: async (thorough) => (await active.look?.(thorough)) ?? [],
      hidden: (node) => this.#isHidden(fault.name, node),
    });
  }

  /** Whether another active fault takes from a node what the proof of this one relies on. */
  #isHidden(name: string, node: string): boolean {
    const own = this.#running.get(name)?.takes ?? [];
    return [...this.#running.values()]
      .filter(({ fault }) => fault.name !== name)
      .flatMap(({ takes }) => takes)
      .filter(({ nodes }) => nodes?.includes(node) !== false)
      .some((other) => own.some(({ overlap }) => hides(other.overlap, overlap)));
  }

  #serving(f: string): Running {
    const fault = serving(this.#faults, f);
    let running = this.#running.get(fault.name);
    if (running === undefined) {
      const active = fault.create(this.#context);
      running = { fault, active, watch: this.#watchOf(fault, active), order: 0, takes: [] };
      this.#running.set(fault.name, running);
    }
    return running;
  }

  async #notePrimaries(): Promise<void> {
    const now = await primariesNow(this.#context.capabilities);
    if (now.length > 0) this.#primariesBefore = now;
  }
}

/** The nemesis of one run: it serves the given faults, `await` and `heal`. */
export function createNemesis(faults: readonly Fault[], context: NemesisContext): Nemesis {
  return new RunNemesis(faults, context);
}
