import type { Grudge } from '../../../harness/core/capabilities.js';
import { NS_PER_MS } from '../../../harness/core/clock.js';
import type { ActiveFault, Fault, FaultContext } from '../../../harness/core/fault.js';
import type { Json } from '../../../harness/core/json.js';
import type { FaultRecord } from '../../../harness/core/schedule.js';
import { counted } from '../../../harness/core/words.js';
import { offered } from '../../../harness/core/capability.js';
import { union } from '../grudges/grudge.js';
import { cutAccount } from '../cut-account.js';
import { PartitionChoice } from '../partition-choice.js';
import { partitionOverlap, partitionPlanning } from '../partition-planning.js';
import { proveCut, proveOpen } from '../partition-proof.js';
import { partitionIntent } from '../partition-value.js';
import { type Flap, Flaps } from './flaps.js';
import { flappingSchema, flappingValue } from './flapping-value.js';

const START = 'start-flapping';
/** So many problems are told one by one. */
const PROBLEMS_SHOWN = 5;

class ActiveFlapping implements ActiveFault {
  readonly #context: FaultContext;
  readonly #choice: PartitionChoice;
  #random: FaultContext['random'];
  /** All that flaps; `null` when nothing does. */
  #drops: Grudge | null = null;
  #flaps: Flaps | null = null;
  /** When the links were cut, and what went wrong, since the last end. */
  #done: readonly Flap[] = [];
  #problems: readonly string[] = [];
  #since_ns = 0;

  constructor(context: FaultContext) {
    this.#context = context;
    this.#choice = new PartitionChoice(context, 'flapping');
    this.#random = context.random.fork('flapping times');
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === START ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#drops === null ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes, capabilities, clock, signal } = this.#context;
    const links = offered(capabilities, 'links');
    const checked = flappingValue(START, value);
    const intent = partitionIntent(START, checked, nodes);
    const { partition, recorded } = await this.#choice.choose(intent);
    // What flaps already flaps together with this from now on.
    await this.#endFlaps();
    const before = await links.discarded();
    if (this.#drops === null) this.#since_ns = clock.now();
    // From here on there is something to heal, even if the cut itself fails half way.
    const drops = union(this.#drops ?? {}, partition.drops);
    this.#drops = drops;
    const from_ms = this.#now_ms();
    await links.cut(drops, intent.method);
    const cut = await proveCut(links, nodes, drops, before);
    await links.heal();
    this.#done = [...this.#done, { from_ms, to_ms: this.#now_ms() }];
    const open = await proveOpen(links, nodes);
    const { cut_ms, open_ms, jitter } = checked;
    this.#flaps = new Flaps({
      links,
      clock,
      signal,
      drops,
      method: intent.method,
      since_ns: this.#since_ns,
      nextTimes: () => ({
        open_ms: this.#drawn(open_ms, jitter),
        cut_ms: this.#drawn(cut_ms, jitter),
      }),
    });
    const { isolated } = partition;
    const { method } = intent;
    return {
      effect: { ...recorded, isolated, drops: partition.drops, method, cut_ms, open_ms, jitter },
      proof: {
        proven: cut.proven && open.proven,
        evidence: [...cut.evidence, ...open.evidence.map((words) => `opened again: ${words}`)],
      },
    };
  }

  async #stop(): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const links = offered(capabilities, 'links');
    const healed = this.#drops ?? {};
    await this.#endFlaps();
    // Once more, whatever became of the last opening.
    await links.heal();
    const open = await proveOpen(links, nodes);
    const [cuts, problems] = [this.#done, this.#problems];
    this.#drops = null;
    this.#done = [];
    this.#problems = [];
    const more = problems.length - PROBLEMS_SHOWN;
    return {
      effect: { healed, cuts: cuts.map((one) => ({ ...one })), problems: problems.length },
      proof: {
        proven: open.proven && problems.length === 0,
        evidence: [
          ...problems.slice(0, PROBLEMS_SHOWN),
          ...(more > 0 ? [`and ${more} more`] : []),
          `cut ${counted(cuts.length, 'time')}`,
          ...open.evidence,
        ],
      },
    };
  }

  async #endFlaps(): Promise<void> {
    const flaps = this.#flaps;
    this.#flaps = null;
    if (flaps === null) return;
    const ended = await flaps.end();
    this.#done = [...this.#done, ...ended.flaps];
    this.#problems = [...this.#problems, ...ended.problems];
  }

  #drawn(time_ms: number, jitter: number): number {
    const [fraction, next] = this.#random.fraction();
    this.#random = next;
    return time_ms * (1 + jitter * (2 * fraction - 1));
  }

  #now_ms(): number {
    return Math.round((this.#context.clock.now() - this.#since_ns) / NS_PER_MS);
  }
}

/** Cuts the same links again and again, as a loose plug does, until it is ended. */
export const flapping: Fault = {
  name: 'flapping',
  summary: 'cuts the links of a partition again and again, and opens them in between',
  provenBy:
    'as a partition, the first cut and the first opening; every later cut and opening by a probe',
  presets: [
    {
      name: 'flapping-node',
      summary:
        'one node, chosen at random, cut off from the others again and again, for about a second',
      values: [{ grudge: 'one-node', cut_ms: 1000, open_ms: 1000, jitter: 0.5 }],
      mixes: ['mix', 'everything'],
    },
  ],
  ...partitionPlanning('flapping', flappingSchema),
  overlap: partitionOverlap('flapping', flappingSchema, []),
  account: (f, effect) => cutAccount(f, effect, ' again and again'),
  create: (context) => new ActiveFlapping(context),
};
