import type { z } from 'zod';
import type { Machine } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json, JsonObject } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { checkTarget, momentOf, needsPrimary, resolveTarget } from '../target.js';
import { checkedNoValue, checkedValue } from '../value.js';

/** What one node was found to be. */
export interface Finding {
  readonly asExpected: boolean;
  readonly words: string;
}

/** A fault on whole nodes; `Degree` is what its value says besides the target. */
export interface MachineFaultKind<Degree extends JsonObject> {
  readonly name: string;
  readonly summary: string;
  readonly provenBy: string;
  /** Of the value; what it says besides `target` is the degree. */
  readonly schema: z.ZodType<Degree & { readonly target: string }>;
  readonly begin: (machine: Machine, node: string, degree: Degree) => Promise<void>;
  readonly end: (machine: Machine, node: string) => Promise<void>;
  /** Looks whether a node is as the fault wants it. */
  readonly bites: (context: FaultContext, node: string, degree: Degree) => Promise<Finding>;
  /** Looks whether a node is as if there had been no fault. */
  readonly healed: (context: FaultContext, node: string) => Promise<Finding>;
}

class ActiveMachineFault<Degree extends JsonObject> implements ActiveFault {
  readonly #context: FaultContext;
  readonly #kind: MachineFaultKind<Degree>;
  #random: FaultContext['random'];
  #affected: readonly string[] = [];

  constructor(context: FaultContext, kind: MachineFaultKind<Degree>) {
    this.#context = context;
    this.#kind = kind;
    this.#random = context.random.fork(kind.name);
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === `start-${this.#kind.name}` ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#affected.length === 0 ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const machine = offered(capabilities, 'machine');
    const intent = intentOf(this.#kind, value, nodes);
    const { target, ...degree } = intent;
    const moment = await momentOf(this.#context);
    let chosen = nodes;
    if (target !== 'all') {
      const [node, random] = resolveTarget(target, moment, nodes, this.#random);
      this.#random = random;
      chosen = [node];
    }
    // From here on there is something to heal, even if it fails half way.
    this.#affected = [...new Set([...this.#affected, ...chosen])];
    await onEach(chosen, (node) => this.#kind.begin(machine, node, intent));
    const affected = Object.fromEntries(chosen.map((node) => [node, degree]));
    return {
      effect: { ...moment.recorded, [this.#kind.name]: affected },
      proof: await prove(chosen, (node) => this.#kind.bites(this.#context, node, intent)),
    };
  }

  async #stop(): Promise<FaultRecord> {
    const machine = offered(this.#context.capabilities, 'machine');
    const healed = this.#affected;
    await onEach(healed, (node) => this.#kind.end(machine, node));
    const proof = await prove(healed, (node) => this.#kind.healed(this.#context, node));
    if (proof.proven) this.#affected = [];
    return { effect: { healed }, proof };
  }
}

/** One that fails does not keep the others; then the first failure is thrown. */
async function onEach(
  nodes: readonly string[],
  act: (node: string) => Promise<void>,
): Promise<void> {
  const outcomes = await Promise.allSettled(nodes.map(act));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** One node after the other, so that one measurement does not disturb the next. */
async function prove(
  nodes: readonly string[],
  look: (node: string) => Promise<Finding>,
): Promise<FaultRecord['proof']> {
  const findings: Finding[] = [];
  for (const node of nodes) findings.push(await look(node));
  return {
    proven: findings.every(({ asExpected }) => asExpected),
    evidence: findings.map(({ words }) => words),
  };
}

function intentOf<Degree extends JsonObject>(
  kind: MachineFaultKind<Degree>,
  value: Json | undefined,
  nodes: readonly string[],
): Degree & { readonly target: string } {
  const f = `start-${kind.name}`;
  const intent = checkedValue(f, kind.schema, value);
  if (intent.target !== 'all') checkTarget(f, intent.target, nodes);
  return intent;
}

/** A fault of one kind on whole nodes. */
export function machineFault<Degree extends JsonObject>(kind: MachineFaultKind<Degree>): Fault {
  const start = `start-${kind.name}`;
  return {
    name: kind.name,
    summary: kind.summary,
    provenBy: kind.provenBy,
    needs: ['machine'],
    fs: [start, `stop-${kind.name}`],
    validate(f, value, nodes) {
      if (f === start) intentOf(kind, value, nodes);
      else checkedNoValue(f, value);
    },
    alsoNeeds(f, value, nodes) {
      const byRole = f === start && needsPrimary(intentOf(kind, value, nodes).target);
      return byRole ? ['primaries'] : [];
    },
    create: (context) => new ActiveMachineFault(context, kind),
  };
}
