import { leaseType } from '../harness/core/data-types/index.js';
import {
  eachThread,
  follow,
  nothing,
  skewedInteger,
  type Course,
} from '../harness/core/generator/index.js';
import { NEMESIS } from '../harness/core/op.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';

const PAUSE_AFTER_REFUSAL_MS = 5;

interface Options {
  readonly leases: number;
  readonly duration_ms: number;
  readonly renewShare: number;
  readonly skew: number;
}

/** What a client does next, and under which name. */
interface Turn {
  readonly random: Random;
  readonly lease: number;
  /** A client whose request was not answered goes on under another name. */
  readonly generation: number;
  readonly next: 'acquire' | 'renew' | 'release';
  readonly pause_ms: number;
}

/** Takes a lease, holds it for up to twice its time, and then releases it or takes it again. */
function course(thread: number, { leases, duration_ms, renewShare, skew }: Options): Course<Turn> {
  const free = (random: Random, generation: number): Turn => {
    const [lease, rest] = skewedInteger(random, leases, skew);
    return { random: rest, lease, generation, next: 'acquire', pause_ms: 0 };
  };
  return {
    op({ lease, generation, next }) {
      const holder = `${thread}.${generation}`;
      return next === 'release'
        ? { f: 'release', value: [lease, holder] }
        : { f: 'acquire', value: [lease, [holder, duration_ms]] };
    },
    pause_ms: ({ pause_ms }) => pause_ms,
    after({ random, lease, generation, next }, { type }) {
      if (type === 'info') return free(random, generation + 1);
      if (type === 'fail' || next === 'release') return free(random, generation);
      const [share, afterShare] = random.fraction();
      const [part, rest] = afterShare.fraction();
      return {
        random: rest,
        lease,
        generation,
        next: share < renewShare ? 'renew' : 'release',
        pause_ms: part * 2 * duration_ms,
      };
    },
  };
}

/** A few leases that everybody wants; some hold on to one after its time. */
export const lease: Workload = {
  name: 'lease',
  summary: 'leases that are taken, renewed and released, also after their time',
  invariant: 'nobody has a lease while another one surely has it, nor after its time',
  dataType: leaseType,
  checkers: ['lease-exclusion'],
  defaults: {
    leases: 5,
    duration_ms: 30,
    renewShare: 0.1,
    skew: 0,
    clockError_ms: 5,
    mayOutlive: false,
  },
  main: ({ random, options }) =>
    eachThread((thread) => {
      if (thread === NEMESIS) return nothing;
      const turns = course(thread, {
        leases: Number(options['leases']),
        duration_ms: Number(options['duration_ms']),
        renewShare: Number(options['renewShare']),
        skew: Number(options['skew']),
      });
      const start: Turn = {
        random: random.fork(`thread ${thread}`),
        lease: thread % Number(options['leases']),
        generation: 0,
        next: 'acquire',
        pause_ms: 0,
      };
      return follow(turns, start, PAUSE_AFTER_REFUSAL_MS);
    }),
  final: () => null,
};
