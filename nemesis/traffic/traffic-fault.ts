import { z } from 'zod';
import type { Traffic } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import { InputError } from '../../harness/core/errors.js';
import type { Json, JsonObject } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { checkTarget, momentOf, needsPrimary, resolveTarget } from '../target.js';
import { checkedNoValue, checkedValue } from '../value.js';

/** What one node's traffic was found to be. */
export interface Finding {
  readonly asExpected: boolean;
  readonly words: string;
}

/** A fault that makes the network of nodes worse by a degree. */
export interface TrafficFaultKind {
  readonly name: string;
  readonly summary: string;
  readonly provenBy: string;
  /** Name of the degree in the value: `percent`, `rate_kbit`. */
  readonly degree: string;
  readonly degreeSchema: z.ZodNumber;
  readonly begin: (traffic: Traffic, nodes: readonly string[], degree: number) => Promise<void>;
  /** Measures a node with the help of a peer. `degree` is `null` once it is healed. */
  readonly measure: (
    traffic: Traffic,
    node: string,
    peer: string,
    asked: number,
    healed: boolean,
  ) => Promise<Finding>;
}

interface TrafficIntent {
  readonly target: string;
  readonly degree: number;
}

function intentOf(
  kind: TrafficFaultKind,
  value: Json | undefined,
  nodes: readonly string[],
): TrafficIntent {
  const f = `start-${kind.name}`;
  const schema = z.strictObject({
    target: z.string().default('any'),
    [kind.degree]: kind.degreeSchema,
  });
  const checked: Readonly<Record<string, unknown>> = checkedValue(f, schema, value);
  const target = String(checked['target']);
  if (target !== 'all') checkTarget(f, target, nodes);
  if (nodes.length < 2) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `at least two nodes for ${f}: its proof needs a peer`,
      actual: `there is ${nodes.length}`,
      advice: 'use more nodes',
    });
  }
  return { target, degree: Number(checked[kind.degree]) };
}

class ActiveTrafficFault implements ActiveFault {
  readonly #context: FaultContext;
  readonly #kind: TrafficFaultKind;
  #random: FaultContext['random'];
  /** The nodes that are affected now, and how much. */
  #affected: ReadonlyMap<string, number> = new Map();

  constructor(context: FaultContext, kind: TrafficFaultKind) {
    this.#context = context;
    this.#kind = kind;
    this.#random = context.random.fork(kind.name);
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === `start-${this.#kind.name}` ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#affected.size === 0 ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const traffic = offered(capabilities, 'traffic');
    const { target, degree } = intentOf(this.#kind, value, nodes);
    const moment = await momentOf(this.#context);
    let chosen = nodes;
    if (target !== 'all') {
      const [node, random] = resolveTarget(target, moment, nodes, this.#random);
      this.#random = random;
      chosen = [node];
    }
    const affected = new Map(chosen.map((node) => [node, degree]));
    // From here on there is something to restore, even if it fails half way.
    this.#affected = new Map([...this.#affected, ...affected]);
    await this.#kind.begin(traffic, chosen, degree);
    const effect: JsonObject = {
      ...moment.recorded,
      [this.#kind.name]: Object.fromEntries(
        chosen.map((node) => [node, { [this.#kind.degree]: degree }]),
      ),
    };
    return { effect, proof: await this.#prove(affected, false) };
  }

  async #stop(): Promise<FaultRecord> {
    const traffic = offered(this.#context.capabilities, 'traffic');
    const affected = this.#affected;
    await traffic.restore([...affected.keys()]);
    const proof = await this.#prove(affected, true);
    if (proof.proven) this.#affected = new Map();
    return { effect: { healed: [...affected.keys()] }, proof };
  }

  /** One node after the other, so that one measurement does not disturb the next. */
  async #prove(
    affected: ReadonlyMap<string, number>,
    healed: boolean,
  ): Promise<FaultRecord['proof']> {
    const { nodes, capabilities } = this.#context;
    const traffic = offered(capabilities, 'traffic');
    const findings: Finding[] = [];
    for (const [node, degree] of affected) {
      const peer = nodes.find((one) => one !== node) ?? node;
      findings.push(await this.#kind.measure(traffic, node, peer, degree, healed));
    }
    return {
      proven: findings.every(({ asExpected }) => asExpected),
      evidence: findings.map(({ words }) => words),
    };
  }
}

/** A fault of one kind on the network of nodes. */
export function trafficFault(kind: TrafficFaultKind): Fault {
  const start = `start-${kind.name}`;
  return {
    name: kind.name,
    summary: kind.summary,
    provenBy: kind.provenBy,
    needs: ['traffic'],
    fs: [start, `stop-${kind.name}`],
    validate(f, value, nodes) {
      if (f === start) intentOf(kind, value, nodes);
      else checkedNoValue(f, value);
    },
    alsoNeeds(f, value, nodes) {
      const byRole = f === start && needsPrimary(intentOf(kind, value, nodes).target);
      return byRole ? ['primaries'] : [];
    },
    create: (context) => new ActiveTrafficFault(context, kind),
  };
}
