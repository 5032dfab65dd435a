import type { Processes } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import { poll } from '../../harness/core/poll.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { momentOf, needsPrimary, resolveTarget } from '../target.js';
import { checkedNoValue } from '../value.js';
import { processesOn, processIntent, type ProcessOnNode } from './process-value.js';

/** Redis that is told to end waits up to 10 s for its replicas. */
const STATE_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 50;

type State = Awaited<ReturnType<Processes['state']>>;

/** A fault that puts processes into a state, and brings them back. */
export interface ProcessFaultKind {
  readonly name: string;
  readonly summary: string;
  readonly start: string;
  readonly stop: string;
  readonly begin: (processes: Processes, on: ProcessOnNode) => Promise<void>;
  readonly end: (processes: Processes, on: ProcessOnNode) => Promise<void>;
  /** The state that proves the effect. */
  readonly during: State;
}

function byNode(all: readonly ProcessOnNode[]): Readonly<Record<string, readonly string[]>> {
  const grouped: Record<string, string[]> = {};
  for (const { node, process } of all) (grouped[node] ??= []).push(process);
  return grouped;
}

class ActiveProcessFault implements ActiveFault {
  readonly #context: FaultContext;
  readonly #kind: ProcessFaultKind;
  #random: FaultContext['random'];
  #affected: readonly ProcessOnNode[] = [];

  constructor(context: FaultContext, kind: ProcessFaultKind) {
    this.#context = context;
    this.#kind = kind;
    this.#random = context.random.fork(kind.name);
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === this.#kind.start ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#affected.length === 0 ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const processes = offered(capabilities, 'processes');
    const intent = processIntent(this.#kind.start, value, nodes);
    const moment = await momentOf(this.#context);
    const chosen = intent.target === 'all' ? nodes : [this.#resolve(intent.target, moment)];
    const all = processesOn(processes, chosen, intent.process);
    // From here on there is something to bring back, even if a signal fails half way.
    const known = (one: ProcessOnNode): boolean =>
      this.#affected.some(({ node, process }) => node === one.node && process === one.process);
    this.#affected = [...this.#affected, ...all.filter((one) => !known(one))];
    await Promise.all(all.map((one) => this.#kind.begin(processes, one)));
    return {
      effect: { ...moment.recorded, [this.#kind.name]: byNode(all) },
      proof: await this.#prove(all, this.#kind.during),
    };
  }

  async #stop(): Promise<FaultRecord> {
    const processes = offered(this.#context.capabilities, 'processes');
    const all = this.#affected;
    await Promise.all(
      all.map(async (one) => {
        const state = await processes.state(one.node, one.process);
        if (state !== 'running') await this.#kind.end(processes, one);
      }),
    );
    const proof = await this.#prove(all, 'running');
    if (proof.proven) this.#affected = [];
    return { effect: { restored: byNode(all) }, proof };
  }

  #resolve(target: string, moment: Awaited<ReturnType<typeof momentOf>>): string {
    const [node, random] = resolveTarget(target, moment, this.#context.nodes, this.#random);
    this.#random = random;
    return node;
  }

  /** Waits, within a bound, until the kernel says the state of each process. */
  async #prove(all: readonly ProcessOnNode[], state: State): Promise<FaultRecord['proof']> {
    const { capabilities, clock, signal } = this.#context;
    const processes = offered(capabilities, 'processes');
    const bounds = { within_ms: STATE_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
    const seen = await Promise.all(
      all.map(async ({ node, process }) => {
        const last: { state: State | null } = { state: null };
        const polled = await poll(clock, bounds, async () => {
          last.state = await processes.state(node, process);
          return last.state === state ? true : null;
        });
        return { reached: polled.reached, words: `${process} on ${node} is ${last.state}` };
      }),
    );
    const failed = seen.filter(({ reached }) => !reached);
    return failed.length === 0
      ? { proven: true, evidence: seen.map(({ words }) => words) }
      : { proven: false, evidence: failed.map(({ words }) => `${words}, not ${state}`) };
  }
}

/** A fault of one kind on processes. */
export function processFault(kind: ProcessFaultKind): Fault {
  return {
    name: kind.name,
    summary: kind.summary,
    provenBy: 'the state of each process, as the kernel says',
    needs: ['processes'],
    fs: [kind.start, kind.stop],
    validate(f, value, nodes) {
      if (f === kind.start) processIntent(f, value, nodes);
      else checkedNoValue(f, value);
    },
    alsoNeeds(f, value, nodes) {
      const byRole = f === kind.start && needsPrimary(processIntent(f, value, nodes).target);
      return byRole ? ['primaries'] : [];
    },
    create: (context) => new ActiveProcessFault(context, kind),
  };
}
