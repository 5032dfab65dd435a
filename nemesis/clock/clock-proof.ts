import type { Skew } from '../../harness/core/capabilities.js';
import { NS_PER_S, sleep } from '../../harness/core/clock.js';
import { isJsonObject } from '../../harness/core/nemesis-record.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';

/** A clock that is asked over the network is known no better than this. */
export const TOLERANCE_MS = 250;
/** How long a drift is watched. */
const DRIFT_WATCH_MS = 1000;

/** One reading of the clocks of a node's processes. */
interface Reading {
  /** Nanoseconds of the run's clock. */
  readonly time: number;
  readonly offsets_ms: Readonly<Record<string, number>>;
}

/** A clock is read at some moment between the question and the answer. */
async function read({ context, node }: OnNode<unknown>): Promise<Reading> {
  const asked_ns = context.clock.now();
  const offsets_ms = await offered(context.capabilities, 'clocks').offsets_ms(node);
  return { time: (asked_ns + context.clock.now()) / 2, offsets_ms };
}

function isNear(value: number, expected: number, tolerance: number): boolean {
  return Math.abs(value - expected) <= tolerance;
}

function isBetween(value: number, a: number, b: number): boolean {
  return value >= Math.min(a, b) - TOLERANCE_MS && value <= Math.max(a, b) + TOLERANCE_MS;
}

/**
 * Reads the clocks back, and compares with what was set: the offset, and for a drift also how it
 * grows while it is watched. The achieved offsets are what was measured.
 * @param mayHaveRestarted whether a drift may count from any moment since, as that of a process does
 * which was started again.
 */
export async function proveSkew(
  on: OnNode<unknown>,
  skew: Skew,
  mayHaveRestarted = false,
): Promise<Finding> {
  const { clock, signal } = on.context;
  const drift = skew.rate - 1;
  const { drifts_since_ns } = on.begun;
  const sinceOf = (process: string): number => {
    const since_ns = isJsonObject(drifts_since_ns) ? drifts_since_ns[process] : undefined;
    return typeof since_ns === 'number' ? since_ns : on.since_ns;
  };
  const first = await read(on);
  if (drift !== 0) await sleep(clock, DRIFT_WATCH_MS, signal);
  const last = drift === 0 ? first : await read(on);
  const problems: string[] = [];
  const evidence: string[] = [];
  for (const [process, offset_ms] of Object.entries(last.offsets_ms)) {
    const expected_ms = skew.offset_ms + (drift * (last.time - sinceOf(process)) * 1000) / NS_PER_S;
    const elapsed_ms = ((last.time - first.time) * 1000) / NS_PER_S;
    const grown_ms = offset_ms - (first.offsets_ms[process] ?? 0);
    // What a drift has made of a late reading is no better known than the reading's moment.
    const tolerance_ms = TOLERANCE_MS * Math.max(1, skew.rate);
    const words = `${process} on ${on.node} is ${offset_ms} ms ahead`;
    const asSet =
      isNear(offset_ms, expected_ms, tolerance_ms) ||
      (mayHaveRestarted && isBetween(offset_ms, skew.offset_ms, expected_ms));
    if (!asSet) {
      problems.push(`${words}, not ${Math.round(expected_ms)} ms`);
    } else if (drift !== 0 && !isNear(grown_ms / elapsed_ms, drift, Math.abs(drift) / 4)) {
      problems.push(
        `${process} on ${on.node} gained ${grown_ms} ms in ${Math.round(elapsed_ms)} ms`,
      );
    } else {
      evidence.push(words);
    }
  }
  return {
    asExpected: problems.length === 0 && evidence.length > 0,
    words: problems.length === 0 ? evidence : problems,
    measured: last.offsets_ms,
  };
}
