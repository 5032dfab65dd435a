import type { CutMethod, Grudge, Links } from '../../harness/core/capabilities.js';
import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError, InputError } from '../../harness/core/errors.js';
import { CLIENTS } from '../../harness/core/node.js';
import type { ExecResult } from '../../harness/core/exec.js';
import { allSettled } from '../../harness/core/settled.js';
import type { NodeNetwork } from '../node-network.js';
import { probeFromHost, probeFromNode } from './probe.js';
import {
  type Addresses,
  cutRules,
  grudgeIn,
  LINKS_CHAIN,
  parseCounters,
  sitesOf,
} from './rules.js';

interface Waiting {
  readonly address: string;
  readonly timeout_ms: number;
  readonly resolve: (reachable: boolean) => void;
  readonly reject: (thrown: unknown) => void;
}

/** Links that are cut by iptables inside the nodes. Our chain must stand in each of them before. */
export class NodeLinks implements Links {
  readonly #nodes: ReadonlyMap<string, NodeNetwork>;
  readonly #addresses: Addresses;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting[]>();
  /** All that is cut now. */
  #cuts: readonly { readonly grudge: Grudge; readonly method: CutMethod }[] = [];

  constructor(nodes: readonly NodeNetwork[], clientsAddress: string, clock: Clock) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#addresses = {
      ...Object.fromEntries(nodes.map((node) => [node.name, node.address])),
      [CLIENTS]: clientsAddress,
    };
    this.#clock = clock;
  }

  async cut(grudge: Grudge, method: CutMethod): Promise<void> {
    for (const [by, discarded] of Object.entries(grudge)) {
      for (const from of discarded) this.#checkPair(from, by);
    }
    this.#cuts = [...this.#cuts, { grudge, method }];
    await allSettled(
      [...sitesOf(grudge, this.#addresses)].map(([name, matches]) =>
        this.#discard(name, matches, method),
      ),
    );
  }

  /** Cuts again what is cut in a node, whose network was made anew with its container's start. */
  async restore(name: string): Promise<void> {
    for (const { grudge, method } of this.#cuts) {
      const matches = sitesOf(grudge, this.#addresses).get(name);
      if (matches !== undefined) await this.#discard(name, matches, method);
    }
  }

  async cutAt(name: string): Promise<Grudge> {
    const { stdout } = await this.#run(name, ['iptables-save', '-t', 'filter']);
    return grudgeIn(stdout, name, this.#addresses);
  }

  async heal(): Promise<void> {
    this.#cuts = [];
    await this.#onEveryNode(['iptables', '-w', '-F', LINKS_CHAIN]);
  }

  async probe(from: string, to: string, timeout_ms: number): Promise<boolean> {
    this.#checkPair(from, to);
    // A round trip: what is asked of the clients is the same from either end, and clients connect.
    const node = from === CLIENTS ? to : from;
    if (from === CLIENTS || to === CLIENTS) {
      return probeFromHost(this.#clock, this.#addresses[node] ?? '', timeout_ms);
    }
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(from) ?? [];
      waiting.push({ address: this.#addresses[to] ?? '', timeout_ms, resolve, reject });
      this.#waiting.set(from, waiting);
      if (waiting.length === 1) {
        queueMicrotask(() => {
          void this.#probeWaiting(from);
        });
      }
    });
  }

  async discarded(): Promise<Readonly<Record<string, number>>> {
    const saved = await this.#onEveryNode(['iptables-save', '-c', '-t', 'filter']);
    const counts: Record<string, number> = {};
    let clients = 0;
    for (const [name, result] of saved) {
      const counters = parseCounters(result.stdout);
      counts[name] = counters.self;
      clients += counters.clients;
    }
    return { ...counts, [CLIENTS]: clients };
  }

  // Probes that are asked for together go together: a command in a node costs some 50 ms.
  async #probeWaiting(from: string): Promise<void> {
    const waiting = this.#waiting.get(from) ?? [];
    this.#waiting.delete(from);
    const timeout_ms = Math.max(...waiting.map((one) => one.timeout_ms));
    const addresses = [...new Set(waiting.map((one) => one.address))];
    try {
      const reachable = await probeFromNode(this.#node(from), addresses, timeout_ms);
      for (const one of waiting) one.resolve(reachable.has(one.address));
    } catch (thrown) {
      for (const one of waiting) one.reject(thrown);
    }
  }

  async #discard(name: string, matches: readonly string[], method: CutMethod): Promise<void> {
    const control = this.#node(name).shared?.control;
    const script = 'printf %s "$1" | iptables-restore -w --noflush';
    await this.#run(name, ['sh', '-c', script, 'sh', cutRules(matches, method, control)]);
  }

  async #onEveryNode(command: readonly string[]): Promise<[string, ExecResult][]> {
    return allSettled(
      [...this.#nodes.keys()].map(async (name): Promise<[string, ExecResult]> => [
        name,
        await this.#run(name, command),
      ]),
    );
  }

  async #run(name: string, command: readonly string[]): Promise<ExecResult> {
    const result = await this.#node(name).exec(command);
    if (result.exitCode === 0) return result;
    throw new EnvironmentError({
      code: 'E_LINKS',
      expected: `iptables to work in ${name}`,
      actual: `exit code ${String(result.exitCode)}: ${result.stderr.trim()}`,
      advice: 'run `faultline doctor`: it says whether iptables works in a node here',
    });
  }

  #node(name: string): NodeNetwork {
    const node = this.#nodes.get(name);
    if (node === undefined) throw this.#unknown(name);
    return node;
  }

  #checkPair(from: string, to: string): void {
    for (const name of [from, to]) {
      if (this.#addresses[name] === undefined) throw this.#unknown(name);
    }
    if (from === to) {
      throw new InputError({
        code: 'E_LINK',
        expected: 'a link between two endpoints',
        actual: `${from} was paired with itself`,
        advice: 'leave the endpoint out of its own list',
      });
    }
  }

  #unknown(name: string): InputError {
    return new InputError({
      code: 'E_LINK',
      expected: `one of ${Object.keys(this.#addresses).join(', ')}`,
      actual: `the endpoint is called ${JSON.stringify(name)}`,
      advice: 'use the names of the nodes of this run, or `clients`',
    });
  }
}
