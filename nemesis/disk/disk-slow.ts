import { z } from 'zod';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';

/** For so long a disk at its limit is measured, at least. */
const MEASURE_MS = 2000;
/** What the kernel's timers, and a clock that counts hundredths, may make of it. */
const TOLERANCE = 0.9;
const QUICK_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;

type Degree = { readonly writes_per_s: number };

/** Some writes, each synced, and how long the limit makes them take: two may go at once. */
async function measure({ context, node, degree }: OnNode<Degree>) {
  const intervals = Math.ceil((MEASURE_MS / 1000) * degree.writes_per_s);
  const writes = await offered(context.capabilities, 'disks').write(node, intervals + 1);
  const { done, error } = writes;
  const elapsed_ms = Math.round(writes.elapsed_ms);
  const limit_ms = (((intervals - 1) * 1000) / degree.writes_per_s) * TOLERANCE;
  const failed = error === null ? '' : `, then ${error}`;
  return {
    slow: error === null && elapsed_ms >= limit_ms,
    quick: error === null && elapsed_ms < limit_ms,
    words: [`${done} synced writes on ${node} took ${elapsed_ms} ms${failed}`],
    measured: { writes: done, elapsed_ms },
  };
}

async function bites(on: OnNode<Degree>): Promise<Finding> {
  const { slow, words, measured } = await measure(on);
  // What was measured are writes of the node's own; the store's programs are limited beside it.
  const limit = await holds(on);
  return { asExpected: slow && limit.asExpected, words: [...words, ...limit.words], measured };
}

/** The limit of each program, read back: more writes would keep the store's own waiting. */
async function holds({ context, node, degree }: OnNode<Degree>): Promise<Finding> {
  const limit = await offered(context.capabilities, 'disks').writeLimit(node);
  const may = limit === null ? 'has no limit' : `takes ${limit} writes a second`;
  return { asExpected: limit === degree.writes_per_s, words: [`the disk of ${node} ${may}`] };
}

async function healed(on: OnNode<Degree>): Promise<Finding> {
  const { clock, signal } = on.context;
  const bounds = { within_ms: QUICK_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
  const last: { finding: Finding } = { finding: { asExpected: false, words: [] } };
  await poll(clock, bounds, async () => {
    const { quick, words, measured } = await measure(on);
    last.finding = { asExpected: quick, words, measured };
    return quick ? true : null;
  });
  return last.finding;
}

/** Lets few writes a second get to the disks of nodes, so that every fsync takes long. */
export const diskSlow = nodeFault<Degree>({
  name: 'disk-slow',
  summary: 'lets no more than so many writes a second get to the disks of nodes: slow fsyncs',
  provenBy: 'the time that small writes in the node take, each synced',
  presets: [
    {
      name: 'disk-slow',
      summary: 'no more than five writes a second get to the primary’s disk',
      values: [{ target: 'primary', writes_per_s: 5 }],
      mixes: ['disk-mix', 'everything'],
    },
  ],
  needs: ['disks'],
  kernel: ['loop', 'blk-throttle'],
  overlap: { disturbs: [], relies: ['node', 'data'] },
  schema: z.strictObject({
    target: z.string().default('primary'),
    // One is less than control groups of version 2 can have.
    writes_per_s: z.number().int().min(2).max(50).default(5),
  }),
  begin: ({ context, node, degree }) =>
    offered(context.capabilities, 'disks').limitWrites(node, degree.writes_per_s),
  bites,
  holds,
  held: holds,
  end: ({ context, node }) => offered(context.capabilities, 'disks').limitWrites(node, null),
  healed,
});
