import { EnvironmentError } from '../../harness/core/errors.js';
import type { ActiveFault, FaultContext } from '../../harness/core/fault.js';
import type { Json, JsonObject } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { TargetChoice } from '../target-choice.js';
import { nodeIntent } from './intent.js';
import type { Finding, NodeFaultKind, OnNode } from './kind.js';

/** A node that is under the fault: how much, and what it was before. */
interface Affected<Degree> {
  readonly degree: Degree;
  readonly before: JsonObject;
}

/** A {@link NodeFaultKind} within one run: remembers the nodes that are under it. */
export class ActiveNodeFault<Degree extends JsonObject> implements ActiveFault {
  readonly #context: FaultContext;
  readonly #kind: NodeFaultKind<Degree>;
  readonly #choice: TargetChoice;
  /** The nodes that are under the fault now. */
  #affected: ReadonlyMap<string, Affected<Degree>> = new Map();

  constructor(context: FaultContext, kind: NodeFaultKind<Degree>) {
    this.#context = context;
    this.#kind = kind;
    this.#choice = new TargetChoice(context, kind.name);
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === `start-${this.#kind.name}` ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#affected.size === 0 ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { target, degree } = nodeIntent(this.#kind, value, this.#context.nodes);
    const { nodes, recorded } = await this.#choice.chooseNodes(
      target,
      this.#candidates(target, degree),
    );
    const begun = await this.#remember(nodes, degree);
    // From here on there is something to heal, even if it fails half way.
    this.#affected = new Map([...this.#affected, ...begun]);
    await this.#onEach(begun, this.#kind.begin);
    const { proof, measured } = await this.#look(begun, this.#kind.bites);
    const effect = Object.fromEntries(
      [...begun].map(([node, affected]) => [
        node,
        this.#kind.recorded?.(this.#on(node, affected)) ?? degree,
      ]),
    );
    return { effect: { ...recorded, [this.#kind.name]: effect, ...measured }, proof };
  }

  async #stop(): Promise<FaultRecord> {
    const affected = this.#affected;
    await this.#onEach(affected, this.#kind.end);
    const { proof, measured } = await this.#look(affected, this.#kind.healed);
    if (proof.proven) this.#affected = new Map();
    return { effect: { healed: [...affected.keys()], ...measured }, proof };
  }

  /** @throws EnvironmentError when no node that the target may mean can be under the fault. */
  #candidates(target: string, degree: Degree): readonly string[] {
    const { nodes } = this.#context;
    const { name, applies } = this.#kind;
    if (applies === undefined) return nodes;
    const candidates = nodes.filter((node) => applies.to(this.#context, node, degree));
    const meant = nodes.includes(target) ? [target] : nodes;
    if (meant.some((node) => candidates.includes(node))) return candidates;
    throw new EnvironmentError({
      code: 'E_FAULT_TARGET',
      expected: `${applies.because(degree)} on ${meant.join(', ')} for start-${name}`,
      actual: `there is none; ${candidates.join(', ') || 'no node'} has it`,
      advice: 'name another target',
    });
  }

  /** What the nodes were before: as first seen, where one is under the fault already. */
  async #remember(
    nodes: readonly string[],
    degree: Degree,
  ): Promise<ReadonlyMap<string, Affected<Degree>>> {
    const remembered = await Promise.all(
      nodes.map(async (node): Promise<[string, Affected<Degree>]> => {
        const before =
          this.#affected.get(node)?.before ??
          (await this.#kind.remember?.(this.#context, node)) ??
          {};
        return [node, { degree, before }];
      }),
    );
    return new Map(remembered);
  }

  #on(node: string, affected: Affected<Degree>): OnNode<Degree> {
    return { context: this.#context, node, ...affected, since_ns: this.#context.clock.now() };
  }

  /** One that fails does not keep the others; then the first failure is thrown. */
  async #onEach(
    affected: ReadonlyMap<string, Affected<Degree>>,
    act: (on: OnNode<Degree>) => Promise<void>,
  ): Promise<void> {
    const outcomes = await Promise.allSettled(
      [...affected].map(([node, one]) => act(this.#on(node, one))),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** One node after the other, so that one measurement does not disturb the next. */
  async #look(
    affected: ReadonlyMap<string, Affected<Degree>>,
    look: (on: OnNode<Degree>) => Promise<Finding>,
  ): Promise<{ readonly proof: FaultRecord['proof']; readonly measured: JsonObject }> {
    const since_ns = this.#context.clock.now();
    const findings: Finding[] = [];
    const measured: Record<string, JsonObject> = {};
    for (const [node, one] of affected) {
      const finding = await look({ ...this.#on(node, one), since_ns });
      findings.push(finding);
      if (finding.measured !== undefined) measured[node] = finding.measured;
    }
    const proven = findings.every(({ asExpected }) => asExpected);
    // Where something is missing, that is said first.
    const inOrder = findings.toSorted((a, b) => Number(a.asExpected) - Number(b.asExpected));
    const evidence =
      findings.length > 0 ? inOrder.flatMap(({ words }) => words) : ['nothing to end'];
    return {
      proof: { proven, evidence },
      measured: Object.keys(measured).length === 0 ? {} : { measured },
    };
  }
}
