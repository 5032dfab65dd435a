import type { Skew } from '../../harness/core/capabilities.js';
import { NS_PER_MS, NS_PER_S, sleep } from '../../harness/core/clock.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { isJsonObject } from '../../harness/core/json.js';

/** A clock that is asked over the network is known no better than this. */
export const TOLERANCE_MS = 250;
/** How long a drift is watched at least. */
const DRIFT_WATCH_MS = 1000;
/** How long it is watched at most, where slow answers make the readings too imprecise. */
const DRIFT_WATCH_MOST_MS = 10_000;

/** One reading of the clocks of a node's processes. */
interface Reading {
  /** Nanoseconds of the run's clock. */
  readonly time: number;
  /** How far the moment of the reading may be from that, in nanoseconds: half the time of the answer. */
  readonly unsure_ns: number;
  readonly offsets_ms: Readonly<Record<string, number>>;
}

/** A clock is read at some moment between the question and the answer. */
async function read({ context, node }: OnNode<unknown>): Promise<Reading> {
  const asked_ns = context.clock.now();
  const offsets_ms = await offered(context.capabilities, 'clocks').offsets_ms(node);
  const answered_ns = context.clock.now();
  return {
    time: (asked_ns + answered_ns) / 2,
    unsure_ns: (answered_ns - asked_ns) / 2,
    offsets_ms,
  };
}

/** Reads again until the drift since a first reading is known to a quarter of itself, or time is over. */
async function readDrifted(
  on: OnNode<unknown>,
  first: Reading,
  drift: number,
): Promise<{ readonly last: Reading; readonly precise: boolean }> {
  const { clock, signal } = on.context;
  for (;;) {
    await sleep(clock, DRIFT_WATCH_MS, signal);
    const last = await read(on);
    const elapsed_ns = last.time - first.time;
    const precise = first.unsure_ns + last.unsure_ns <= (Math.abs(drift) * elapsed_ns) / 4;
    if (precise || elapsed_ns >= DRIFT_WATCH_MOST_MS * NS_PER_MS) return { last, precise };
  }
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
  const drift = skew.rate - 1;
  const { drifts_since_ns } = on.begun;
  const sinceOf = (process: string): number => {
    const since_ns = isJsonObject(drifts_since_ns) ? drifts_since_ns[process] : undefined;
    return typeof since_ns === 'number' ? since_ns : on.since_ns;
  };
  const first = await read(on);
  const { last, precise } =
    drift === 0 ? { last: first, precise: true } : await readDrifted(on, first, drift);
  const problems: string[] = [];
  if (!precise) {
    problems.push(
      `the answers of ${on.node} came too slowly to tell a drift of ${drift} from none`,
    );
  }
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
    } else if (drift !== 0 && !isNear(grown_ms / elapsed_ms, drift, Math.abs(drift) / 2)) {
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
