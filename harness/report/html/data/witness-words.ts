import { differingNodes, placementSides } from '../../../core/placement.js';
import type { WitnessSample, WitnessView } from '../../../core/witness.js';

/** A stretch of time in which a node said the same of its replication. */
export interface WitnessSpan {
  readonly from_ns: number;
  readonly to_ns: number;
  /** Empty where there is nothing to say. */
  readonly words: string;
}

/** So much of a stream's name is enough to tell it from the others of a run. */
const SHOWN_OF_STREAM = 4;

/**
 * What each node said of its replication, as stretches of time: its epoch, that its link is down, that it differs from most others
 * on who serves what, and the stream of writes that it held where a run had several.
 */
export function witnessSpans(
  samples: readonly WitnessSample[],
  duration_ns: number,
): ReadonlyMap<string, readonly WitnessSpan[]> {
  const streams = new Set(
    samples.flatMap(({ nodes }) => nodes.flatMap(({ stream }) => stream ?? [])),
  );
  const spans = new Map<string, { from_ns: number; to_ns: number; words: string }[]>();
  for (const { time, nodes } of samples) {
    const differing = differingNodes(placementSides(nodes));
    for (const view of nodes) {
      const words = [
        ...wordsOf(view, streams.size > 1),
        ...(differing.includes(view.node) ? ['differs on who serves what'] : []),
      ].join(', ');
      const before = spans.get(view.node) ?? [];
      spans.set(view.node, before);
      const last = before.at(-1);
      if (last?.words === words) continue;
      if (last !== undefined) last.to_ns = time;
      before.push({ from_ns: time, to_ns: duration_ns, words });
    }
  }
  return spans;
}

function wordsOf(
  { epoch, stream, linkUp }: WitnessView,
  severalStreams: boolean,
): readonly string[] {
  return [
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
    ...(stream === undefined || !severalStreams
      ? []
      : [`stream ${stream.slice(0, SHOWN_OF_STREAM)}`]),
    ...(linkUp === false ? ['link down'] : []),
  ];
}
