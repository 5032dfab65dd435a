import type { Skew } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { momentOf, needsPrimary, resolveTarget } from '../target.js';
import { checkedNoValue } from '../value.js';
import { proveSkew } from './clock-proof.js';
import { clockIntent } from './clock-value.js';

const START = 'start-clock';
const STOP = 'stop-clock';
const TRUE_CLOCK: Skew = { offset_ms: 0, rate: 1 };

class ActiveClockFault implements ActiveFault {
  readonly #context: FaultContext;
  #random: FaultContext['random'];
  #skewed: readonly string[] = [];

  constructor(context: FaultContext) {
    this.#context = context;
    this.#random = context.random.fork('clock');
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === START ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#skewed.length === 0 ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes } = this.#context;
    const { target, offset_ms, rate } = clockIntent(value, nodes);
    const moment = await momentOf(this.#context);
    let chosen = nodes;
    if (target !== 'all') {
      const [node, random] = resolveTarget(target, moment, nodes, this.#random);
      this.#random = random;
      chosen = [node];
    }
    // From here on there is something to put right, even if setting fails half way.
    this.#skewed = [...new Set([...this.#skewed, ...chosen])];
    const { achieved_ms, proof } = await this.#set(chosen, { offset_ms, rate });
    const clocks = Object.fromEntries(chosen.map((node) => [node, { offset_ms, rate }]));
    return { effect: { ...moment.recorded, clocks, achieved_ms }, proof };
  }

  async #stop(): Promise<FaultRecord> {
    const healed = this.#skewed;
    const { achieved_ms, proof } = await this.#set(healed, TRUE_CLOCK);
    if (proof.proven) this.#skewed = [];
    return { effect: { healed, achieved_ms }, proof };
  }

  async #set(nodes: readonly string[], skew: Skew) {
    const { capabilities, clock, signal } = this.#context;
    const clocks = offered(capabilities, 'clocks');
    await Promise.all(nodes.map((node) => clocks.set(node, skew)));
    const proven = await proveSkew(clocks, nodes, skew, clock.now(), clock, signal);
    // With no clock to put right there is nothing to doubt.
    if (nodes.length > 0) return proven;
    return { ...proven, proof: { proven: true, evidence: ['no clock was set'] } };
  }
}

/** Sets the wall clocks of the store's processes: a jump ahead or back, or a drift. */
export const clock: Fault = {
  name: 'clock',
  summary: 'sets wall clocks ahead or back, or lets them drift',
  provenBy: 'each process’ own time, read back and compared with the host’s',
  needs: ['clocks'],
  fs: [START, STOP],
  validate(f, value, nodes) {
    if (f === START) clockIntent(value, nodes);
    else checkedNoValue(f, value);
  },
  alsoNeeds(f, value, nodes) {
    const byRole = f === START && needsPrimary(clockIntent(value, nodes).target);
    return byRole ? ['primaries'] : [];
  },
  create: (context) => new ActiveClockFault(context),
};
