import type { BenchmarkCase } from './benchmark-case.js';
import type { Measurement } from './measure.js';

/** A case with what it costs. */
export interface Line {
  readonly subject: BenchmarkCase;
  readonly measured: Measurement;
}

/** Whether the verdict is right and no bound is missed. */
export function isMet({ subject, measured }: Line): boolean {
  const { verdict, limitMs, limitMB = Infinity, textbook = 0 } = subject;
  const { verdicts, warmMs, peakMB, textbookMs } = measured;
  return (
    verdicts.every((one) => one === verdict || (verdict === undefined && one !== 'unknown')) &&
    warmMs <= limitMs &&
    peakMB <= limitMB &&
    (typeof textbookMs !== 'number' || textbookMs >= textbook * warmMs)
  );
}

const HEADS = [
  'history',
  'verdict',
  'method',
  'cold',
  'warm',
  'with proof',
  'bound',
  'memory (history)',
  'bound',
  'textbook',
  '',
];
const WARM = HEADS.indexOf('warm');
const PROVEN = HEADS.indexOf('with proof');

/** The cells of one line of the table; the first is the name. */
export type Row = readonly string[];

/** @param speed - by what to multiply the times. */
export function rowOf(line: Line, speed: number): Row {
  const { subject, measured } = line;
  const { verdicts, method, coldMs, warmMs, provenMs, peakMB, historyMB } = measured;
  return [
    subject.name,
    verdicts.join(', '),
    method,
    ms(coldMs * speed),
    ms(warmMs * speed),
    ms(provenMs * speed),
    ms(subject.limitMs),
    `${peakMB.toFixed(0)} (${historyMB.toFixed(0)}) MB`,
    subject.limitMB === undefined ? '' : `${subject.limitMB} MB`,
    textbookCell(line, speed),
    isMet(line) ? 'met' : 'MISSED',
  ];
}

/** The rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const widths = HEADS.map((head, i) =>
    Math.max(3, head.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [row(HEADS), row(widths.map((width) => '-'.repeat(width))), ...rows.map(row)].join('\n');
}

function textbookCell({ subject, measured: { warmMs, textbookMs } }: Line, speed: number): string {
  if (typeof textbookMs !== 'number') {
    return textbookMs === null ? 'none after 10 s' : '';
  }
  const times = `${(textbookMs / warmMs).toFixed(textbookMs < 10 * warmMs ? 1 : 0)} times`;
  const atLeast = (subject.textbook ?? 0) > 0 ? `, at least ${subject.textbook}` : '';
  return `${ms(textbookMs * speed)} (${times}${atLeast})`;
}

function ms(value: number): string {
  return value >= 10 ? `${value.toFixed(0)} ms` : `${value.toFixed(2)} ms`;
}

/** The rows of a Markdown table, by their names. */
export function rowsIn(table: string): ReadonlyMap<string, Row> {
  const rows = table.split('\n').map((line) =>
    line
      .replace(/^\| | \|$/g, '')
      .split(' | ')
      .map((cell) => cell.trim()),
  );
  return new Map(rows.map((row) => [row[0] ?? '', row]));
}

/** Differences below this say nothing. */
const NOISE_MS = 2;

/**
 * How many times as slow a case is as its committed row says; zero where there is no such row.
 *
 * @param speed - the unit of work now, by that of then.
 */
export function slowdown(
  { warmMs, provenMs }: Measurement,
  committed: Row | undefined,
  speed: number,
): number {
  const times = [warmMs, provenMs].map((time, i) => {
    const before = Number.parseFloat(committed?.[i === 0 ? WARM : PROVEN] ?? '');
    return (time - NOISE_MS) / (before * speed);
  });
  return Math.max(0, ...times.filter((ratio) => !Number.isNaN(ratio)));
}
