import { poll } from '../../harness/core/poll.js';
import type { Finding, OnNode } from './node-fault/kind.js';

const LOOK_EVERY_MS = 100;

/** Looks until a node is as expected, within a bound; the last look is what was found. */
export async function foundWithin<Degree>(
  on: OnNode<Degree>,
  within_ms: number,
  look: (on: OnNode<Degree>) => Promise<Finding>,
): Promise<Finding> {
  const { clock, signal } = on.context;
  const last: { finding: Finding } = { finding: { asExpected: false, words: [] } };
  await poll(clock, { within_ms, every_ms: LOOK_EVERY_MS, signal }, async () => {
    last.finding = await look(on);
    return last.finding.asExpected ? true : null;
  });
  return last.finding;
}
