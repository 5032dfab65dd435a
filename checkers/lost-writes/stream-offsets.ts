import type { Promotion } from '../../harness/core/role-timeline.js';
import type { WitnessSample, WitnessView } from '../../harness/core/witness.js';
import { count } from '../../harness/core/words.js';
import type { Attempt } from './attempts.js';

/** Where lost writes lie in the stream of the node that took them. */
export interface StreamOffsets {
  /** The offset up to which the promoted node has this stream. */
  readonly leftAt: number;
  /** How many of the writes surely lie above that offset. */
  readonly above: number;
  /** How many surely do not. */
  readonly below: number;
  /** How many were made between two looks of which only one was above it. */
  readonly unsure: number;
}

/**
 * Binds each lost write to an offset of the node that took it: above what the node said before the write was
 * sent, and not above what it said after the write was acknowledged. So it shows whether the writes lie above the
 * offset at which the promoted node left the stream.
 * @returns `null` where the nodes did not tell enough.
 */
export function streamOffsets(
  lost: readonly Attempt[],
  { node, from, seen_ns }: Pick<Promotion, 'node' | 'from' | 'seen_ns'>,
  samples: readonly WitnessSample[],
): StreamOffsets | null {
  const stream = samples.findLast(
    ({ time, nodes }) => time <= seen_ns && viewOf(nodes, from)?.stream !== undefined,
  );
  const name = stream === undefined ? undefined : viewOf(stream.nodes, from)?.stream;
  const left = samples
    .map(({ nodes }) => viewOf(nodes, node)?.left)
    .find((one) => one !== undefined && one.stream === name);
  if (left === undefined) return null;
  // The offset of a stream only rises, so two moments divide the writes.
  let aboveSince_ns = Infinity;
  let notAboveUntil_ns = -Infinity;
  for (const { time, until, nodes } of samples) {
    const view = viewOf(nodes, from);
    if (view?.stream !== left.stream || view.offset === undefined) continue;
    if (view.offset >= left.offset) aboveSince_ns = Math.min(aboveSince_ns, until);
    if (view.offset <= left.offset) notAboveUntil_ns = Math.max(notAboveUntil_ns, time);
  }
  const counts = { above: 0, below: 0, unsure: 0 };
  for (const { node: taker, start_ns, end_ns } of lost) {
    if (taker === from && start_ns >= aboveSince_ns) counts.above += 1;
    else if (taker === from && end_ns <= notAboveUntil_ns) counts.below += 1;
    else counts.unsure += 1;
  }
  return { leftAt: left.offset, ...counts };
}

/** `n2 left the stream of n1 at offset 4,711: 72 of these writes surely lie above it`, as a clause. */
export function offsetsInWords(
  { leftAt, above, below, unsure }: StreamOffsets,
  { node, from }: Pick<Promotion, 'node' | 'from'>,
): string {
  const parts = [
    `${count(above)} of these writes surely lie above it`,
    ...(unsure === 0 ? [] : [`of ${count(unsure)} the looks at ${from} do not tell`]),
    ...(below === 0 ? [] : [`${count(below)} surely do not, which the promotion does not explain`]),
  ];
  return `${node} left the stream of ${from} at offset ${count(leftAt)}: ${parts.join(', ')}`;
}

function viewOf(nodes: readonly WitnessView[], name: string): WitnessView | undefined {
  return nodes.find(({ node }) => node === name);
}
