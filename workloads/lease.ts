import { leaseType } from '../harness/core/data-types/index.js';
import { eachThread, follow, nothing, type Course } from '../harness/core/generator/index.js';
import { NEMESIS } from '../harness/core/op.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';

const PAUSE_AFTER_REFUSAL_MS = 10;

/** What a client does next, and under which name. */
interface Turn {
  readonly random: Random;
  /** A client whose request was not answered goes on under another name. */
  readonly generation: number;
  readonly holds: boolean;
  readonly renews: boolean;
  readonly pause_ms: number;
}

/** Takes the lease, holds it for up to twice its time, and then releases it or takes it again. */
function course(thread: number, duration_ms: number, renewShare: number): Course<Turn> {
  const holder = ({ generation }: Turn): string => `${thread}.${generation}`;
  return {
    op: (turn) =>
      turn.holds && !turn.renews
        ? { f: 'release', value: holder(turn) }
        : { f: 'acquire', value: [holder(turn), duration_ms] },
    pause_ms: ({ pause_ms }) => pause_ms,
    after({ random, generation }, { f, type }) {
      const free = { random, holds: false, renews: false, pause_ms: 0 };
      if (type === 'info') return { ...free, generation: generation + 1 };
      if (type !== 'ok' || f !== 'acquire') return { ...free, generation };
      const [share, afterShare] = random.fraction();
      const [part, next] = afterShare.fraction();
      const pause_ms = part * 2 * duration_ms;
      return { random: next, generation, holds: true, renews: share < renewShare, pause_ms };
    },
  };
}

/** One lease that everybody wants; some hold on to it after its time. */
export const lease: Workload = {
  name: 'lease',
  summary: 'one lease that is taken, renewed and released, also after its time',
  invariant: 'nobody has the lease while another one surely has it, nor after its time',
  dataType: leaseType,
  checkers: ['lease-exclusion', 'stats', 'faults-proven'],
  defaults: { duration_ms: 100, renewShare: 0.25, clockError_ms: 10 },
  main: ({ random, options }) =>
    eachThread((thread) => {
      if (thread === NEMESIS) return nothing;
      const turns = course(thread, Number(options['duration_ms']), Number(options['renewShare']));
      const start: Turn = {
        random: random.fork(`thread ${thread}`),
        generation: 0,
        holds: false,
        renews: false,
        pause_ms: 0,
      };
      return follow(turns, start, PAUSE_AFTER_REFUSAL_MS);
    }),
  final: () => null,
};
