import type { Clocks, Skew } from '../../harness/core/capabilities.js';
import { type Clock, NS_PER_S, sleep } from '../../harness/core/clock.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';

/** A clock that is asked over the network is known no better than this. */
const TOLERANCE_MS = 250;
/** How long a drift is watched. */
const DRIFT_WATCH_MS = 1000;

/** One reading of all clocks on some nodes. */
interface Reading {
  /** Nanoseconds of the run's clock. */
  readonly time: number;
  readonly offsets: ReadonlyMap<string, number>;
}

async function read(clocks: Clocks, nodes: readonly string[], clock: Clock): Promise<Reading> {
  const offsets = await Promise.all(
    nodes.map(async (node) =>
      Object.entries(await clocks.offsets_ms(node)).map(
        ([process, offset_ms]) => [`${process} on ${node}`, offset_ms] as const,
      ),
    ),
  );
  return { time: clock.now(), offsets: new Map(offsets.flat()) };
}

function isNear(value: number, expected: number, tolerance: number): boolean {
  return Math.abs(value - expected) <= tolerance;
}

/** The achieved offsets in milliseconds, and the proof that they are the ones asked for. */
export interface ClockProof {
  readonly achieved_ms: JsonObject;
  readonly proof: FaultRecord['proof'];
}

/**
 * Reads the clocks back, and compares with what was asked at a moment: the offset, and for a
 * drift also how it grows while it is watched.
 * @param set_ns when the skew was set, in nanoseconds of the run's clock.
 */
export async function proveSkew(
  clocks: Clocks,
  nodes: readonly string[],
  skew: Skew,
  set_ns: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<ClockProof> {
  const drift = skew.rate - 1;
  const first = await read(clocks, nodes, clock);
  if (drift !== 0) await sleep(clock, DRIFT_WATCH_MS, signal);
  const last = drift === 0 ? first : await read(clocks, nodes, clock);
  const problems: string[] = [];
  const evidence: string[] = [];
  for (const [process, offset_ms] of last.offsets) {
    const expected_ms = skew.offset_ms + (drift * (last.time - set_ns) * 1000) / NS_PER_S;
    const elapsed_ms = ((last.time - first.time) * 1000) / NS_PER_S;
    const grown_ms = offset_ms - (first.offsets.get(process) ?? 0);
    // What a drift has made of a late reading is no better known than the reading's moment.
    const tolerance_ms = TOLERANCE_MS * Math.max(1, skew.rate);
    const words = `${process} is ${offset_ms} ms ahead`;
    if (!isNear(offset_ms, expected_ms, tolerance_ms)) {
      problems.push(`${words}, not ${Math.round(expected_ms)} ms`);
    } else if (drift !== 0 && !isNear(grown_ms / elapsed_ms, drift, Math.abs(drift) / 4)) {
      problems.push(`${process} gained ${grown_ms} ms in ${Math.round(elapsed_ms)} ms`);
    } else {
      evidence.push(words);
    }
  }
  return {
    achieved_ms: Object.fromEntries(last.offsets),
    proof: {
      proven: problems.length === 0 && last.offsets.size > 0,
      evidence: problems.length === 0 ? evidence : problems,
    },
  };
}
