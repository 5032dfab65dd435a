import { folderOf } from './layout.js';
import type { Failure } from './protocol.js';

/** What came of one mutant: noticed (and how), survived, or survived as it must. */
export type Verdict = Failure['how'] | 'survived' | 'equivalent';

type Counts = Record<Verdict, number>;

const ALL = 'all';

/** Mutants by folder and verdict. */
export class Tally {
  private readonly rows = new Map<string, Counts>();

  add(file: string, verdict: Verdict): void {
    for (const name of [folderOf(file), ALL]) {
      const row = this.rows.get(name) ?? {
        failed: 0,
        hang: 0,
        crash: 0,
        survived: 0,
        equivalent: 0,
      };
      row[verdict]++;
      this.rows.set(name, row);
    }
  }

  /**
   * One line a folder, and the sum last. The share killed is of those that are not listed as
   * equivalent, and then of all; that of a sample has an interval.
   */
  lines(isSample: boolean): string[] {
    const rank = (name: string): string => (name === ALL ? '~' : name);
    const rows = [...this.rows].toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
    return [HEADER, ...rows.map(([name, counts]) => line(name, counts, isSample))];
  }
}

const HEADER = row(
  'folder',
  'tried',
  'killed',
  '(by hang)',
  '(by crash)',
  'survived',
  'equivalent',
  'killed of those not equivalent',
);

function line(name: string, counts: Counts, isSample: boolean): string {
  const { failed, hang, crash, survived, equivalent } = counts;
  const killed = failed + hang + crash;
  const tried = killed + survived + equivalent;
  const score = [percent(killed, tried - equivalent)];
  if (isSample) {
    const [low, high] = interval95(killed, tried - equivalent);
    score.push(`(95 %: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`);
  }
  if (equivalent > 0) {
    score.push(`(${percent(killed, tried)} of all)`);
  }
  return row(name, tried, killed, hang, crash, survived, equivalent, score.join(' '));
}

function row(name: string, ...cells: readonly (number | string)[]): string {
  const last = cells.length - 1;
  const padded = cells.map((cell, i) => (i === last ? `  ${cell}` : String(cell).padStart(11)));
  return name.padEnd(12) + padded.join('');
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)} %`;
}

/**
 * Wilson's score interval of a share, at 95 % (E. B. Wilson, Probable inference, the law of
 * succession, and statistical inference, 1927).
 */
export function interval95(hits: number, of: number): readonly [low: number, high: number] {
  if (of === 0) {
    return [0, 1];
  }
  const z = 1.96;
  const share = hits / of;
  const centre = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
