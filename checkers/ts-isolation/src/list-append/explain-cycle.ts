import type { FoundCycle } from '../cycles/find-cycles.js';
import { PROCESS, REALTIME, RW, WR, WW } from '../graph/edge-kind.js';
import type { Rows } from '../graph/edges.js';
import type { CycleStep } from '../graph/short-cycle.js';
import type { CycleName, Dependency, Transaction, Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import type { Appends } from './appends.js';
import { NOBODY, type Versions } from './versions.js';

const MEANING: Readonly<Record<CycleName, string>> = {
  G0: 'a cycle of writes (dirty write)',
  G1c: 'a cycle of writes and reads (circular information flow)',
  'G-single': 'a cycle in which one transaction did not see what another wrote (read skew)',
  'G-nonadjacent': 'a cycle in which several transactions did not see what others wrote',
  'G2-item': 'a cycle in which several transactions did not see what the next wrote (write skew)',
};

const NEEDS: Readonly<Record<FoundCycle['order'], string>> = {
  none: '',
  process: ', given the order in which each process did its own',
  realtime: ', given that what had ended comes before what began later',
};

/** Where the words about a cycle come from. */
export interface CycleContext {
  readonly history: readonly Transaction[];
  readonly appends: Appends;
  readonly versions: Versions;
  readonly rows: Rows;
}

/** Longer cycles are not told step by step. */
const TOLD_STEPS = 10;

export function cycleReason({ name, order, steps }: FoundCycle): string {
  const last = `and T${steps.length} before T1`;
  const between = steps.slice(2).map((_step, at) => `T${at + 2} before T${at + 3}`);
  const told =
    steps.length > TOLD_STEPS
      ? `each must come before the next, ${last}`
      : ['T1 must come before T2', ...between, last].join(', ');
  return `${MEANING[name]}${NEEDS[order]}: ${told}.`;
}

/** Each transaction before the next, with the reason. */
export function dependenciesOf(
  { steps }: FoundCycle,
  context: CycleContext,
): readonly Dependency[] {
  return steps.map((step, at) => {
    const labels = { from: at + 1, to: ((at + 1) % steps.length) + 1 };
    return { ...labels, ...because(step, `T${labels.from}`, `T${labels.to}`, context) };
  });
}

function because(
  step: CycleStep,
  from: string,
  to: string,
  { history, appends, versions, rows }: CycleContext,
): Pick<Dependency, 'kind' | 'reason'> {
  const append = rows.about[step.last] as number;
  const value = (at: number): string => valueText(appends.value[at] as Value);
  const name = (): string => keyText(appends.keys[appends.key[append] as number] as Value);
  switch (rows.kind[step.first]) {
    case WW: {
      const [before, adjacent] = lastAppendBefore(append, step.from, appends, versions);
      const after =
        versions.place[append] === 0
          ? `, which was never read and so comes after the longest list that was read; that ends with ${value(before)}, which ${from} appended`
          : `${adjacent ? ' right' : ''} after ${value(before)}, which ${from} appended`;
      return { kind: 'ww', reason: `${to} appended ${value(append)} to ${name()}${after}` };
    }
    case WR:
      return {
        kind: 'wr',
        reason: `${to} read the list of ${name()} with ${value(append)}, which ${from} appended`,
      };
    case RW:
      return {
        kind: 'rw',
        reason: `${from} read the list of ${name()} without ${value(append)}, which ${to} appended`,
      };
    case PROCESS: {
      const { process } = history[step.from] as Transaction;
      return { kind: 'process', reason: `process ${process} did ${from} before ${to}` };
    }
    case REALTIME:
      return { kind: 'realtime', reason: `${from} had ended before ${to} began` };
    default:
      throw new Error(`an edge of kind ${rows.kind[step.first]} begins no step of a cycle`);
  }
}

/** The last append of a transaction in the order before another; whether they are neighbours. */
function lastAppendBefore(
  append: number,
  transaction: number,
  appends: Appends,
  { order, place }: Versions,
): readonly [append: number, adjacent: boolean] {
  const list = order[appends.key[append] as number] ?? new Int32Array();
  const end = place[append] === 0 ? list.length : (place[append] as number) - 1;
  for (let at = end - 1; at >= 0; at -= 1) {
    const before = list[at] as number;
    if (before !== NOBODY && appends.transaction[before] === transaction) {
      return [before, at === end - 1];
    }
  }
  throw new Error('no append of the transaction comes before');
}
