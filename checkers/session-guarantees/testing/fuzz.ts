import { History } from '../../../harness/core/history.js';
import type { Op } from '../../../harness/core/op.js';
import { Random } from '../../../harness/core/random.js';
import { planOf } from '../../../tests/fixtures/plan.js';
import { judgeHistory } from '../../../tests/fixtures/history-lines.js';
import { sessionGuarantees } from '../checker.js';
import type { Guarantee } from '../guarantees.js';
import { keeps, type SessionOp } from './brute-force.js';

const OPTIONS = {
  'read-your-writes': 'readYourWrites',
  'monotonic-reads': 'monotonicReads',
  'monotonic-writes': 'monotonicWrites',
  'writes-follow-reads': 'writesFollowReads',
} as const satisfies Record<Guarantee, string>;

const GUARANTEES = Object.keys(OPTIONS) as Guarantee[];

/** Each guarantee by itself, and all together. */
const CLAIMS: readonly (readonly Guarantee[])[] = [...GUARANTEES.map((one) => [one]), GUARANTEES];

/** How the verdicts on one claim compare with its definition. */
export interface Tally {
  valid: number;
  invalid: number;
  /** Broken by the definition, but the checker found nothing: histories of one key, and others. */
  missedOfOneKey: number;
  missedAcrossKeys: number;
}

export interface Difference {
  readonly seed: number;
  readonly claim: string;
  readonly isFalseAlarm: boolean;
  readonly keys: number;
  readonly history: readonly SessionOp[];
}

/** Judges random histories, from a first seed on, by the checker and by the definitions. */
export function fuzz(
  histories: number,
  firstSeed: number,
): {
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly differences: readonly Difference[];
} {
  const tallies = new Map<string, Tally>();
  const differences: Difference[] = [];
  for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
    const history = historyOf(seed);
    const keys = new Set(history.map(({ key }) => key)).size;
    for (const claimed of CLAIMS) {
      const claim = claimed.length === 1 ? String(claimed[0]) : 'all of them';
      const tally = tallies.get(claim) ?? {
        valid: 0,
        invalid: 0,
        missedOfOneKey: 0,
        missedAcrossKeys: 0,
      };
      tallies.set(claim, tally);
      const isInvalid = isBroken(history, claimed);
      const isAllowed = keeps(history, new Set(claimed));
      if (isInvalid) tally.invalid += 1;
      else if (isAllowed) tally.valid += 1;
      else if (keys === 1) tally.missedOfOneKey += 1;
      else tally.missedAcrossKeys += 1;
      if (isInvalid === isAllowed) {
        differences.push({ seed, claim, isFalseAlarm: isInvalid, keys, history });
      }
    }
  }
  return { tallies, differences };
}

/** Whether the checker calls a history invalid, where a plan claims some guarantees and no others. */
export function isBroken(history: readonly SessionOp[], claimed: readonly Guarantee[]): boolean {
  const options = Object.fromEntries(
    GUARANTEES.map((one) => [OPTIONS[one], claimed.includes(one)]),
  );
  const plan = planOf({ workload: { name: 'sessions', options } });
  return judgeHistory(sessionGuarantees, recorded(history), plan).outcome === 'invalid';
}

/** The history as a run records it, op after op. */
function recorded(history: readonly SessionOp[]): History {
  return History.of(
    history.flatMap(({ session, kind, key, value, outcome }, at): Omit<Op, 'index'>[] => {
      const asked = kind === 'read' ? null : value;
      const answer = outcome === 'ok' ? value : asked;
      return [
        { process: session, type: 'invoke', f: kind, value: [key, asked], time: 2 * at },
        { process: session, type: outcome, f: kind, value: [key, answer], time: 2 * at + 1 },
      ];
    }),
  );
}

/** A small history: reads see any value that is ever written, or the state before all writes. */
function historyOf(seed: number): readonly SessionOp[] {
  const draw = drawnFrom(seed);
  const [count, sessions, keys] = [2 + draw(5), 1 + draw(3), 1 + draw(2)];
  const drafts = Array.from({ length: count }, (_, at): SessionOp => {
    const fate = draw(100);
    return {
      session: draw(sessions),
      kind: draw(2) === 0 ? 'read' : 'write',
      key: draw(keys) === 0 ? 'x' : 'y',
      value: at + 1,
      outcome: fate < 12 ? 'info' : fate < 18 ? 'fail' : 'ok',
    };
  });
  return drafts.map((op) => {
    if (op.kind === 'write') return op;
    const written = drafts.filter(({ kind, key }) => kind === 'write' && key === op.key);
    return { ...op, value: written[draw(written.length + 1)]?.value ?? null };
  });
}

/** Numbers from 0 up to a bound. */
function drawnFrom(seed: number): (bound: number) => number {
  let random = Random.fromSeed(seed);
  return (bound) => {
    const [number, next] = random.integer(bound);
    random = next;
    return number;
  };
}
