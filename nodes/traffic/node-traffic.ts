import type {
  Burst,
  Disturbance,
  NumberedBurst,
  Traffic,
} from '../../harness/core/capabilities.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import { allSettled } from '../../harness/core/settled.js';
import type { NodeNetwork } from '../node-network.js';
import { numbersIn, RECEIVE_NUMBERED, SEND_NUMBERED } from './numbered.js';
import { ROUND_TRIPS, roundTripsIn } from './round-trips.js';
import { COUNT_DATAGRAMS, datagramsIn, SEND_DATAGRAMS } from './bursts.js';
import {
  disturbScript,
  loseScript,
  netemParameters,
  readRulesScript,
  restoreTrafficScript,
  rulesIn,
  slowScript,
} from './shaping.js';

/** Of Ethernet, IPv4 and UDP. */
const HEADER_BYTES = 42;
const BURST_TIMEOUT_MS = 30_000;
/** The share of a second that a slow link may send at once, and the least it must. */
const BURST_SHARE = 0.01;
const LEAST_BURST_BYTES = 5000;

/**
 * Loss by iptables' statistic match on what comes in, slowness by a token bucket on what goes out,
 * and disturbances of what goes out by netem.
 */
export class NodeTraffic implements Traffic {
  readonly #nodes: ReadonlyMap<string, NodeNetwork>;

  constructor(nodes: readonly NodeNetwork[]) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
  }

  async lose(nodes: readonly string[], percent: number): Promise<void> {
    await allSettled(nodes.map((name) => this.#shell(name, loseScript, [String(percent / 100)])));
  }

  async slow(nodes: readonly string[], rate_kbit: number): Promise<void> {
    const burst = Math.max(LEAST_BURST_BYTES, Math.ceil(rate_kbit * 125 * BURST_SHARE));
    const parameters = [String(rate_kbit), String(burst)];
    await allSettled(nodes.map((name) => this.#shell(name, slowScript, parameters)));
  }

  async disturb(nodes: readonly string[], disturbance: Disturbance): Promise<void> {
    const parameters = netemParameters(disturbance);
    await allSettled(nodes.map((name) => this.#shell(name, disturbScript, parameters)));
  }

  async rules(node: string): Promise<string> {
    const on = this.#node(node);
    return rulesIn(await this.#run(on, ['sh', '-c', readRulesScript(on)]));
  }

  async restore(nodes: readonly string[]): Promise<void> {
    await allSettled(
      nodes.map((name) => this.#shell(name, ({ shared }) => restoreTrafficScript(shared), [])),
    );
  }

  async burst(from: string, to: string, packets: number, size_bytes: number): Promise<Burst> {
    const receiver = this.#node(to);
    const payload = String(Math.max(1, size_bytes - HEADER_BYTES));
    const before = datagramsIn(await this.#run(receiver, COUNT_DATAGRAMS));
    const seconds = await this.#run(
      this.#node(from),
      ['perl', '-MSocket', '-e', SEND_DATAGRAMS, receiver.address, String(packets), payload],
      BURST_TIMEOUT_MS,
    );
    const after = datagramsIn(await this.#run(receiver, COUNT_DATAGRAMS));
    return { sent: packets, arrived: after - before, elapsed_ms: Number(seconds) * 1000 };
  }

  async roundTrips(
    from: string,
    to: string,
    count: number,
    timeout_ms: number,
  ): Promise<readonly number[]> {
    const parameters = [this.#node(to).address, String(count), String(timeout_ms / 1000)];
    const printed = await this.#run(
      this.#node(from),
      ['perl', '-MSocket', '-MFcntl', '-MErrno', '-MPOSIX=uname', '-e', ROUND_TRIPS, ...parameters],
      timeout_ms + BURST_TIMEOUT_MS,
    );
    return roundTripsIn(printed);
  }

  async numbered(
    from: string,
    to: string,
    count: number,
    linger_ms: number,
  ): Promise<NumberedBurst> {
    const perl = ['perl', '-MSocket', '-e'];
    const receiver = this.#node(to);
    const [printed] = await allSettled([
      this.#run(
        receiver,
        [...perl, RECEIVE_NUMBERED, String(linger_ms / 1000)],
        linger_ms + BURST_TIMEOUT_MS,
      ),
      this.#run(
        this.#node(from),
        [...perl, SEND_NUMBERED, receiver.address, String(count)],
        BURST_TIMEOUT_MS,
      ),
    ]);
    return { sent: count, arrived: numbersIn(printed ?? '') };
  }

  async #shell(
    name: string,
    script: (network: NodeNetwork) => string,
    parameters: readonly string[],
  ): Promise<void> {
    const on = this.#node(name);
    await this.#run(on, ['sh', '-c', script(on), 'sh', ...parameters]);
  }

  async #run(node: NodeNetwork, command: readonly string[], timeout_ms = 10_000): Promise<string> {
    const result = await node.exec(command, { timeout_ms });
    if (result.exitCode === 0) return result.stdout;
    throw new EnvironmentError({
      code: 'E_TRAFFIC',
      expected: `the kernel to shape the traffic of ${node.name}`,
      actual: `exit code ${String(result.exitCode)}: ${result.stderr.trim()}`,
      advice:
        node.shared === undefined
          ? '`faultline doctor` tells what this kernel has'
          : 'load what the kernel of the host lacks: modprobe -a sch_htb cls_u32 sch_tbf sch_netem xt_statistic',
    });
  }

  #node(name: string): NodeNetwork {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  }
}
