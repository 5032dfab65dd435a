import { NS_PER_MS, sleep } from '../../../harness/core/clock.js';
import { EnvironmentError, messageOf } from '../../../harness/core/errors.js';
import type { ActiveFault, FaultContext, Sighting } from '../../../harness/core/fault.js';
import type { Json, JsonObject } from '../../../harness/core/json.js';
import type { FaultRecord } from '../../../harness/core/schedule.js';
import { SPARED } from '../node-account.js';
import { TargetChoice } from '../target-choice.js';
import { endIntent, type EndIntent } from './end-value.js';
import { nodeIntent } from './intent.js';
import type { Finding, NodeFaultKind, Note, OnNode } from './kind.js';

/** A node that is under the fault: how much, what it was before, and what was done to it. */
interface Affected<Degree> {
  readonly degree: Degree;
  readonly before: JsonObject;
  readonly begun: JsonObject;
  /** When the fault had begun on it; `null` until then. Nanoseconds of the run's clock. */
  readonly begun_ns: number | null;
}

/** What came up on several nodes, by their names. */
type Notes = readonly (readonly [node: string, note: Note])[];

/** A {@link NodeFaultKind} within one run: remembers the nodes that are under it. */
export class ActiveNodeFault<Degree extends JsonObject> implements ActiveFault {
  readonly #context: FaultContext;
  readonly #kind: NodeFaultKind<Degree>;
  readonly #choice: TargetChoice;
  /** The nodes that are under the fault now. */
  #affected: ReadonlyMap<string, Affected<Degree>> = new Map();
  #starts = 0;

  constructor(context: FaultContext, kind: NodeFaultKind<Degree>) {
    this.#context = context;
    this.#kind = kind;
    this.#choice = new TargetChoice(context, kind.name);
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    if (f === `start-${this.#kind.name}`) return this.#start(value);
    return this.#stop(endIntent(f, value, this.#context.nodes));
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#affected.size === 0 ? null : this.#stop({ nodes: null, delay_ms: 0 });
  }

  async look(thorough: boolean): Promise<readonly Sighting[]> {
    const { bites, holds = bites, held = bites, mayBeUndone } = this.#kind;
    if (mayBeUndone === true) return [];
    const under = [...this.#affected].flatMap(([node, one]) =>
      one.begun_ns === null ? [] : [{ ...this.#on(node, one), since_ns: one.begun_ns }],
    );
    if (!thorough) return Promise.all(under.map((on) => sightingBy(holds, on)));
    // One measurement must not disturb the next.
    const sightings: Sighting[] = [];
    for (const on of under) sightings.push(await sightingBy(held, on));
    return sightings;
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const asked_ns = this.#context.clock.now();
    const { targets, degree } = nodeIntent(this.#kind, value, this.#context.nodes);
    const { nodes, recorded } = await this.#choice.chooseNodes(
      targets,
      this.#candidates(targets, degree),
    );
    const meant = await this.#remember(nodes, degree);
    // From here on there is something to heal, even if it fails half way.
    this.#affected = new Map([...this.#affected, ...meant]);
    const done = await this.#onEach(meant, this.#kind.begin);
    const begun = this.#note(meant, done);
    const inEffectAfter_ms = Math.ceil((this.#context.clock.now() - asked_ns) / NS_PER_MS);
    const { settle } = this.#kind;
    if (settle !== undefined) await this.#onEach(begun, settle);
    const findings = await this.#look(begun, this.#kind.bites);
    const proof = proofOf(findings);
    const effect = Object.fromEntries(
      [...begun].map(([node, affected]) => [
        node,
        this.#kind.recorded?.(this.#on(node, affected)) ?? affected.degree,
      ]),
    );
    const { spares } = this.#kind;
    const spared = [...begun].flatMap(([node, affected]) =>
      spares?.(this.#on(node, affected)) === true ? [node] : [],
    );
    return {
      effect: {
        ...recorded,
        [this.#kind.name]: effect,
        ...(spared.length === 0 ? {} : { [SPARED]: spared }),
        ...measuredIn([...done, ...findings]),
        ...(settle === undefined ? {} : { inEffectAfter_ms }),
      },
      proof: { ...proof, evidence: [...proof.evidence, ...wordsOf(done)] },
    };
  }

  async #stop({ nodes, delay_ms }: EndIntent): Promise<FaultRecord> {
    const affected = nodes === null ? this.#affected : only(nodes, this.#affected);
    const ended =
      nodes === null
        ? await this.#onEach(affected, this.#kind.end)
        : await this.#endInTurn(affected, delay_ms);
    const findings = await this.#look(affected, this.#kind.healed);
    const proof = proofOf(findings);
    if (proof.proven) this.#affected = without(affected, this.#affected);
    return {
      effect: { healed: [...affected.keys()], ...measuredIn([...ended, ...findings]) },
      proof: { ...proof, evidence: [...proof.evidence, ...wordsOf(ended)] },
    };
  }

  /** Ends it on one node after the other, with time between them. */
  async #endInTurn(
    affected: ReadonlyMap<string, Affected<Degree>>,
    delay_ms: number,
  ): Promise<Notes> {
    const { clock, signal } = this.#context;
    const notes: Notes[] = [];
    for (const one of affected) {
      if (notes.length > 0 && delay_ms > 0) await sleep(clock, delay_ms, signal);
      notes.push(await this.#onEach(new Map([one]), this.#kind.end));
    }
    return notes.flat();
  }

  /** The nodes, with what was measured when the fault began on them; remembered from here on. */
  #note(
    nodes: ReadonlyMap<string, Affected<Degree>>,
    done: Notes,
  ): ReadonlyMap<string, Affected<Degree>> {
    const measured = new Map(done.map(([node, note]) => [node, note.measured]));
    const begun_ns = this.#context.clock.now();
    const noted = new Map(
      [...nodes].map(([node, one]) => [
        node,
        { ...one, begun: { ...one.begun, ...measured.get(node) }, begun_ns },
      ]),
    );
    this.#affected = new Map([...this.#affected, ...noted]);
    return noted;
  }

  /** @throws EnvironmentError when no node that the target may mean can be under the fault. */
  #candidates(targets: readonly string[], degree: Degree): readonly string[] {
    const { nodes: all, layout } = this.#context;
    const { name, on, applies } = this.#kind;
    const nodes = on === undefined ? all : layout[on];
    if (applies === undefined) return nodes;
    const candidates = nodes.filter((node) => applies.to(this.#context, node, degree));
    const named = targets.filter((target) => nodes.includes(target));
    const isCandidate = (node: string): boolean => candidates.includes(node);
    const meant = named.length > 0 ? named : nodes;
    if (named.length > 0 ? named.every(isCandidate) : nodes.some(isCandidate)) return candidates;
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
    const context = this.#context;
    const { name, resolve, remember } = this.#kind;
    const random = context.random.fork(`${name} ${(this.#starts += 1)}`);
    const remembered = await Promise.all(
      nodes.map(async (node): Promise<[string, Affected<Degree>]> => {
        const resolved = (await resolve?.(context, node, degree, random.fork(node))) ?? degree;
        const before = await remember?.(context, node, resolved);
        const known = this.#affected.get(node);
        return [
          node,
          {
            degree: resolved,
            before: { ...before, ...known?.before },
            begun: known?.begun ?? {},
            begun_ns: null,
          },
        ];
      }),
    );
    return new Map(remembered);
  }

  #on(node: string, affected: Affected<Degree>): OnNode<Degree> {
    const context = this.#context;
    const under = new Map([...this.#affected].map(([name, { degree }]) => [name, degree]));
    return { context, node, ...affected, under, since_ns: context.clock.now() };
  }

  /** One that fails does not keep the others; then the first failure is thrown. */
  async #onEach(
    affected: ReadonlyMap<string, Affected<Degree>>,
    act: (on: OnNode<Degree>) => Promise<Note | void>,
  ): Promise<Notes> {
    const actOn = async ([node, one]: [string, Affected<Degree>]): Promise<Notes> => {
      const note = await act(this.#on(node, one));
      return note === undefined ? [] : [[node, note]];
    };
    const outcomes: PromiseSettledResult<Notes>[] = [];
    const turns =
      this.#kind.oneByOne === true ? [...affected].map((one) => [one]) : [[...affected]];
    for (const turn of turns) outcomes.push(...(await Promise.allSettled(turn.map(actOn))));
    return outcomes.flatMap((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  /** One node after the other, so that one measurement does not disturb the next. */
  async #look(
    affected: ReadonlyMap<string, Affected<Degree>>,
    look: (on: OnNode<Degree>) => Promise<Finding>,
  ): Promise<readonly (readonly [node: string, finding: Finding])[]> {
    const since_ns = this.#context.clock.now();
    const findings: [string, Finding][] = [];
    for (const [node, one] of affected) {
      findings.push([node, await look({ ...this.#on(node, one), since_ns })]);
    }
    return findings;
  }
}

async function sightingBy<Degree>(
  look: (on: OnNode<Degree>) => Promise<Finding>,
  on: OnNode<Degree>,
): Promise<Sighting> {
  try {
    const { asExpected, words } = await look(on);
    return { node: on.node, inEffect: asExpected, words };
  } catch (thrown) {
    return { node: on.node, inEffect: null, words: [messageOf(thrown)] };
  }
}

/** Of some nodes, those that are named, in the order in which they are named. */
function only<T>(names: readonly string[], nodes: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const named = names.flatMap((name): [string, T][] => {
    const node = nodes.get(name);
    return node === undefined ? [] : [[name, node]];
  });
  return new Map(named);
}

function without<T>(
  some: ReadonlyMap<string, T>,
  nodes: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  return new Map([...nodes].filter(([name]) => !some.has(name)));
}

function proofOf(findings: readonly (readonly [string, Finding])[]): FaultRecord['proof'] {
  // Where something is missing, that is said first.
  const inOrder = findings.toSorted(([, a], [, b]) => Number(a.asExpected) - Number(b.asExpected));
  return {
    proven: findings.every(([, { asExpected }]) => asExpected),
    evidence: findings.length > 0 ? inOrder.flatMap(([, { words }]) => words) : ['nothing to end'],
  };
}

function wordsOf(notes: Notes): readonly string[] {
  return notes.flatMap(([, { words }]) => words);
}

/** `{measured}` by node; nothing where nothing was measured. */
function measuredIn(notes: Notes): JsonObject {
  const measured: Record<string, JsonObject> = {};
  for (const [node, note] of notes) {
    if (note.measured !== undefined) measured[node] = { ...measured[node], ...note.measured };
  }
  return Object.keys(measured).length === 0 ? {} : { measured };
}
