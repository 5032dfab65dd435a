import {
  ADMINISTRATION_OVERLAP,
  type FaultRecord,
  type HappensOn,
  messageOf,
  nodeEvent,
  offered,
  poll,
} from '../../../harness/index.js';
import { z } from 'zod';
import { ADMINISTRATION } from '../capabilities.js';

const PROBE_TIMEOUT_MS = 200;
const PROBE_EVERY_MS = 20;
const AWAKE_TIMEOUT_MS = 5000;

async function putToSleep(on: HappensOn<{ readonly duration_ms: number }>): Promise<FaultRecord> {
  const { capabilities, clock, signal } = on.context;
  const { node } = on;
  const { duration_ms } = on.degree;
  const administration = ADMINISTRATION.of(capabilities);
  const serving = offered(capabilities, 'serving');
  const answers = () => serving.serves(node, PROBE_TIMEOUT_MS);

  const before = await answers();
  // Not awaited yet: it lasts as long as the sleep.
  const sleeping = administration.stall(node, duration_ms).then(
    () => null,
    (thrown: unknown) => messageOf(thrown),
  );
  const silent = await poll(
    clock,
    { within_ms: duration_ms / 2, every_ms: PROBE_EVERY_MS, signal },
    async () => ((await answers()) ? null : true),
  );
  const failure = await sleeping;
  const awake = await poll(
    clock,
    { within_ms: AWAKE_TIMEOUT_MS, every_ms: PROBE_EVERY_MS, signal },
    async () => ((await answers()) ? true : null),
  );
  return {
    effect: { duration_ms },
    proof: {
      proven: before && silent.reached && failure === null && awake.reached,
      evidence: [
        `${node} ${before ? 'answered' : 'did not answer'} before`,
        silent.reached
          ? `it did not answer within ${PROBE_TIMEOUT_MS} ms while it slept`
          : 'it went on answering',
        failure === null ? 'the sleep was acknowledged at its end' : `the sleep failed: ${failure}`,
        `it ${awake.reached ? 'answered' : 'did not answer'} afterwards`,
      ],
    },
  };
}

/** Keeps a server from serving anybody, as a slow command does. It ends by itself. */
export const debugSleep = nodeEvent({
  name: 'debug-sleep',
  summary: 'keeps a server busy: it answers nobody for some seconds, connections stay open',
  provenBy: 'a probe that is answered before and afterwards, and not meanwhile',
  presets: [
    {
      name: 'debug-sleep',
      summary: 'the primary answers nobody for three seconds',
      values: [{ target: 'primary', duration_ms: 3000 }],
      mixes: ['everything'],
    },
  ],
  needs: [ADMINISTRATION.name, 'serving'],
  on: 'data',
  overlap: ADMINISTRATION_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('primary'),
    duration_ms: z.number().int().min(500).max(60_000).default(3000),
  }),
  happen: putToSleep,
});
