import { z } from 'zod';
import { NS_PER_MS, sleep } from '../../harness/core/clock.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, Note, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { CLOCK_OVERLAP } from './clock.js';
import { TOLERANCE_MS } from './clock-proof.js';

/** How long a strobe is watched for both of its sides. */
const WATCH_MS = 5000;
/** How often a clock that shall stand is read, and at least over two turns of the strobe. */
const STEADY_READINGS = 8;

type Degree = { readonly offset_ms: number; readonly every_ms: number };

/** What the readings of one process' clock saw. */
interface Seen {
  truth: number;
  offset: number;
  /** The first reading that was neither. */
  other: number | null;
}

async function readInto(seen: Map<string, Seen>, on: OnNode<Degree>): Promise<void> {
  const { context, node, degree } = on;
  const offsets_ms = await offered(context.capabilities, 'clocks').offsets_ms(node);
  for (const [process, offset_ms] of Object.entries(offsets_ms)) {
    const counts = seen.get(process) ?? { truth: 0, offset: 0, other: null };
    seen.set(process, counts);
    if (Math.abs(offset_ms) <= TOLERANCE_MS) counts.truth += 1;
    else if (Math.abs(offset_ms - degree.offset_ms) <= TOLERANCE_MS) counts.offset += 1;
    else counts.other ??= offset_ms;
  }
}

function findingOf(seen: ReadonlyMap<string, Seen>, on: OnNode<Degree>, strobes: boolean): Finding {
  const findings = [...seen].map(([process, { truth, offset, other }]) => {
    const is = other === null && truth > 0 && (strobes ? offset > 0 : offset === 0);
    const strange = other === null ? '' : `, and once ${other} ms ahead`;
    return {
      is,
      words: `${process} on ${on.node} was right ${truth} times and ${on.degree.offset_ms} ms ahead ${offset} times${strange}`,
    };
  });
  return {
    asExpected: findings.length > 0 && findings.every(({ is }) => is),
    words: findings.map(({ words }) => words),
  };
}

/** Reads until both sides were seen of every process, or the bound has passed. */
async function watchStrobe(on: OnNode<Degree>): Promise<Finding> {
  const { clock, signal } = on.context;
  const seen = new Map<string, Seen>();
  const end = clock.now() + WATCH_MS * NS_PER_MS;
  for (;;) {
    await readInto(seen, on);
    const finding = findingOf(seen, on, true);
    if (finding.asExpected || clock.now() >= end) return finding;
    // Off the beat of the strobe, which could show the same side for ever.
    await sleep(clock, on.degree.every_ms * 0.37 + 3, signal);
  }
}

/** Reads over more than two turns: a strobe that goes on would be seen. */
async function watchSteady(on: OnNode<Degree>): Promise<Finding> {
  const { clock, signal } = on.context;
  const seen = new Map<string, Seen>();
  for (let reading = 0; reading < STEADY_READINGS; reading += 1) {
    await readInto(seen, on);
    await sleep(clock, on.degree.every_ms * 0.6 + 3, signal);
  }
  return findingOf(seen, on, false);
}

/** Ends it; how often the clocks did jump goes into the record. */
async function endStrobe({ context, node, begun }: OnNode<Degree>): Promise<Note> {
  const clocks = offered(context.capabilities, 'clocks');
  const jumps = await clocks.jumps(node);
  const lasted_ms = (context.clock.now() - Number(begun['since_ns'])) / NS_PER_MS;
  await clocks.set(node, { offset_ms: 0, rate: 1 });
  const achieved_every_ms = Math.round((100 * lasted_ms) / Math.max(1, jumps)) / 100;
  return {
    words: [`the clocks of ${node} jumped ${jumps} times, every ${achieved_every_ms} ms`],
    measured: { jumps, achieved_every_ms },
  };
}

async function beginStrobe({ context, node, degree }: OnNode<Degree>): Promise<Note> {
  const { offset_ms, every_ms } = degree;
  await offered(context.capabilities, 'clocks').strobe(node, offset_ms, every_ms);
  return { words: [], measured: { since_ns: context.clock.now() } };
}

/** Lets wall clocks jump to and fro, again and again. */
export const strobe = nodeFault<Degree>({
  name: 'strobe',
  summary: 'lets wall clocks jump to and fro between an offset and the truth',
  provenBy: 'each process’ own time, read back until both sides were seen; then the truth alone',
  presets: [
    {
      name: 'clock-strobe',
      summary:
        'the clock of one node, chosen at random, jumps ahead by two seconds and back, again and again',
      values: [{ target: 'any', offset_ms: 2000, every_ms: 200 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['clocks'],
  overlap: CLOCK_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('any'),
    offset_ms: z.number().int().default(2000),
    every_ms: z.number().int().min(1).max(10_000).default(200),
  }),
  problem: ({ offset_ms }) =>
    Math.abs(offset_ms) > 2 * TOLERANCE_MS
      ? null
      : `the offset is ${offset_ms} ms, and could not be told from the truth; give more than ${2 * TOLERANCE_MS}`,
  begin: beginStrobe,
  bites: watchStrobe,
  end: endStrobe,
  healed: watchSteady,
});
