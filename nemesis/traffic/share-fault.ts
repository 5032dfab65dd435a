import { z } from 'zod';
import type { Disturbance, NumberedBurst } from '../../harness/core/capabilities.js';
import type { Fault } from '../../harness/core/fault.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { Preset } from '../../harness/core/preset.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { NEEDS_PEER, TRAFFIC_OVERLAP, trafficOf } from './peer.js';
import { rulesHold, shape } from './shaping.js';
import { tolerance } from './tolerance.js';

const DATAGRAMS = 1000;
const LEAST_LINGER_MS = 700;
/** So many per cent are no fault's work. */
const HEALTHY_PERCENT = 0.5;
/** The share of the datagrams without which their order or content tells nothing. */
const LEAST_ARRIVED = 0.9;
/** Of a thousand, one in a hundred could as well be next to none by chance. */
const LEAST_PERCENT = 2;

/** The share that is struck, in per cent. */
type Share = JsonObject & { readonly percent: number };

/** A fault that strikes a share of the packets that a node sends, chosen at random. */
export interface ShareFaultKind<Degree extends Share> {
  readonly name: string;
  readonly summary: string;
  readonly provenBy: string;
  /** What `--nemesis` may name of it. */
  readonly presets?: readonly Preset[];
  readonly schema: z.ZodType<Degree & { readonly target: string }>;
  readonly disturbance: (degree: Degree) => Disturbance;
  /** How many of those that were sent were struck, as far as their arrival tells. */
  readonly struck: (burst: NumberedBurst) => number;
  /** The share of the struck ones that is not seen at most; none when absent. */
  readonly unseen?: number;
  /** What struck ones are, for the record: `overtook others`. */
  readonly words: string;
  /** How late a datagram may be. */
  readonly lateBy_ms?: (degree: Degree) => number;
}

/** Of the value of every such fault. */
export const shareSchema = z.strictObject({
  target: z.string().default('any'),
  percent: z.number().min(LEAST_PERCENT).max(99),
});

async function measure<Degree extends Share>(kind: ShareFaultKind<Degree>, on: OnNode<Degree>) {
  const { traffic, peer } = trafficOf(on);
  const linger_ms = LEAST_LINGER_MS + 2 * (kind.lateBy_ms?.(on.degree) ?? 0);
  const burst = await traffic.numbered(on.node, peer, DATAGRAMS, linger_ms);
  const percent = (100 * kind.struck(burst)) / burst.sent;
  const words = [
    `${percent.toFixed(1)} % of ${burst.sent} datagrams from ${on.node} to ${peer} ${kind.words}; ${burst.arrived.length} arrived`,
  ];
  return { percent, words, measured: { peer, percent, arrived: burst.arrived.length } };
}

/** The fault of a kind, proven by numbered datagrams between nodes. */
export function shareFault<Degree extends Share>(kind: ShareFaultKind<Degree>): Fault {
  return nodeFault<Degree>({
    name: kind.name,
    summary: kind.summary,
    provenBy: kind.provenBy,
    presets: kind.presets ?? [],
    needs: ['traffic'],
    kernel: ['netem'],
    overlap: TRAFFIC_OVERLAP,
    leastNodes: NEEDS_PEER,
    schema: kind.schema,
    begin: (on) => shape(on, (traffic) => traffic.disturb([on.node], kind.disturbance(on.degree))),
    holds: rulesHold,
    end: ({ context, node }) => offered(context.capabilities, 'traffic').restore([node]),
    async bites(on): Promise<Finding> {
      const { percent, words, measured } = await measure(kind, on);
      const asked = on.degree.percent;
      const off = tolerance(asked, DATAGRAMS);
      const near = percent >= asked * (1 - (kind.unseen ?? 0)) - off && percent <= asked + off;
      return { asExpected: near && percent > HEALTHY_PERCENT, words, measured };
    },
    async healed(on): Promise<Finding> {
      const { percent, words, measured } = await measure(kind, on);
      const enough = measured.arrived >= LEAST_ARRIVED * DATAGRAMS;
      return { asExpected: percent <= HEALTHY_PERCENT && enough, words, measured };
    },
  });
}
