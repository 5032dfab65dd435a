import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { NEEDS_PEER, TRAFFIC_OVERLAP, trafficOf } from './peer.js';
import { rulesHold, shape } from './shaping.js';

const ROUND_TRIPS = 60;
/** A busy machine may be late by so much on its own; and so late is no link that is whole. */
const SLACK_MS = 15;
const HEALTHY_MS = 5;
const LEAST_MS = 10;

type Degree = { readonly delay_ms: number; readonly jitter_ms: number };

/** The value below which a share of sorted numbers lies. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Round trips to a peer: how many were answered, the middle one, and the width of the middle 80 %. */
async function measure(on: OnNode<Degree>, timeout_ms: number) {
  const { traffic, peer } = trafficOf(on);
  const times = await traffic.roundTrips(on.node, peer, ROUND_TRIPS, timeout_ms);
  const sorted = times.toSorted((a, b) => a - b);
  const median_ms = quantile(sorted, 0.5);
  const spread_ms = quantile(sorted, 0.9) - quantile(sorted, 0.1);
  const words = [
    `${on.node} had ${times.length} of ${ROUND_TRIPS} answers from ${peer}, half of them within ${median_ms.toFixed(1)} ms, 80 % within ${spread_ms.toFixed(1)} ms of each other`,
  ];
  const measured = { peer, answers: times.length, median_ms, spread_ms };
  return { peer, answers: times.length, median_ms, spread_ms, words, measured };
}

/**
 * What round trips are late by: what both ends are, where the peer is under the fault as well. The
 * middle 80 % of an even distribution within a jitter j to either side are 1.6 j wide, those of the
 * sum of two of them 2.2 j. Of 60 samples they are narrower than the least that is asked for here once
 * in ten thousand times, and those of half the jitter hardly ever wider.
 */
async function bites(on: OnNode<Degree>): Promise<Finding> {
  const { peer } = trafficOf(on);
  const ends = [on.degree, ...(on.under.has(peer) ? [on.under.get(peer) ?? on.degree] : [])];
  const delay_ms = ends.reduce((sum, end) => sum + end.delay_ms, 0);
  const jitter_ms = ends.reduce((sum, end) => sum + end.jitter_ms, 0);
  const leastSpread_ms = (ends.length === 1 ? 1.1 : 0.7) * jitter_ms;
  const { answers, median_ms, spread_ms, words, measured } = await measure(
    on,
    2 * (delay_ms + jitter_ms) + 2000,
  );
  // The middle of 60 samples strays by less than 0.6 of the jitter, as far as four deviations go.
  const off_ms = 0.6 * jitter_ms;
  const late =
    median_ms >= 0.9 * delay_ms - off_ms && median_ms <= 1.1 * delay_ms + off_ms + SLACK_MS;
  const asExpected = answers >= 0.9 * ROUND_TRIPS && late && spread_ms >= leastSpread_ms;
  return { asExpected, words, measured };
}

/** What was measured on a machine that was busy for a moment is measured once more. */
async function healed(on: OnNode<Degree>): Promise<Finding> {
  const timeout_ms = 2 * on.degree.delay_ms + 2000;
  const look = async (): Promise<Finding> => {
    const { answers, median_ms, words, measured } = await measure(on, timeout_ms);
    return { asExpected: answers === ROUND_TRIPS && median_ms < HEALTHY_MS, words, measured };
  };
  const first = await look();
  return first.asExpected ? first : look();
}

/** Nodes whose packets are late. */
export const delay = nodeFault<Degree>({
  name: 'delay',
  summary: 'lets all that nodes send be late, by more or less where there is a jitter',
  provenBy: 'the times of round trips to another node',
  presets: [
    {
      name: 'delayed-node',
      summary: 'all that one node, chosen at random, sends is late by 50 to 150 ms',
      values: [{ target: 'any', delay_ms: 100, jitter_ms: 50 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['traffic'],
  kernel: ['netem'],
  overlap: TRAFFIC_OVERLAP,
  leastNodes: NEEDS_PEER,
  schema: z.strictObject({
    target: z.string().default('any'),
    delay_ms: z.number().min(LEAST_MS).max(5000),
    jitter_ms: z.number().min(0).default(0),
  }),
  problem: ({ delay_ms, jitter_ms }) =>
    jitter_ms > delay_ms
      ? `a jitter of ${jitter_ms} ms is more than the delay of ${delay_ms} ms: nothing arrives before it is sent`
      : null,
  begin: (on) =>
    shape(on, (traffic) => traffic.disturb([on.node], { kind: 'delay', ...on.degree })),
  bites,
  holds: rulesHold,
  end: ({ context, node }) => offered(context.capabilities, 'traffic').restore([node]),
  healed,
});
