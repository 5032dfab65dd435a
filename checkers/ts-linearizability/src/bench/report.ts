import type { BenchmarkCase } from './cases.js';
import type { Measurement } from './case-child.js';
import type { Ratio } from './ratios.js';

/** A case with what it cost. */
export interface Line {
  readonly subject: Omit<BenchmarkCase, 'prepare'>;
  readonly measured: Measurement;
}

/**
 * Whether a case gave its verdict within its bounds. A check is one synchronous computation, so the
 * processor time of all threads is no less than its time would be on a quiet machine: where the
 * neighbours are loud, that is what is held against the bound.
 */
export function isMet({ subject, measured }: Line): boolean {
  return (
    measured.verdict === subject.verdict &&
    Math.min(measured.bestMs, measured.processorMs) <= subject.limitMs &&
    measured.peakMB <= (subject.limitMB ?? Infinity)
  );
}

/** Whether the package was as much faster as it should be. */
export function isFastEnough({ textbookMs, packageMs, target = 1 }: Ratio): boolean {
  return textbookMs / packageMs >= target;
}

/** The cases as a Markdown table. */
export function caseTable(lines: readonly Line[]): string {
  return table(
    [
      'history',
      'verdict',
      'method',
      'time',
      'first',
      'processor',
      'with proof',
      'bound',
      'memory',
      'of it history',
      'bound',
      '',
    ],
    lines.map((line) => {
      const { subject, measured } = line;
      return [
        subject.name,
        measured.verdict,
        measured.method,
        ms(measured.bestMs),
        ms(measured.firstMs),
        ms(measured.processorMs),
        ms(measured.explainedMs),
        ms(subject.limitMs),
        mb(measured.peakMB),
        mb(measured.historyMB),
        subject.limitMB === undefined ? '' : mb(subject.limitMB),
        isMet(line) ? 'met' : 'MISSED',
      ];
    }),
  );
}

/** The ratios as a Markdown table. */
export function ratioTable(ratios: readonly Ratio[]): string {
  return table(
    ['histories', 'textbook', 'package', 'times faster', 'at least', ''],
    ratios.map((ratio) => [
      ratio.name,
      `${ratio.finished ? '' : 'over '}${ms(ratio.textbookMs)}`,
      ms(ratio.packageMs),
      `${ratio.finished ? '' : 'over '}${(ratio.textbookMs / ratio.packageMs).toFixed(0)}`,
      ratio.target === undefined ? '' : String(ratio.target),
      isFastEnough(ratio) ? 'met' : 'MISSED',
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) =>
    Math.max(3, head.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}

function ms(value: number): string {
  return value >= 10 ? `${value.toFixed(0)} ms` : `${value.toFixed(2)} ms`;
}

function mb(value: number): string {
  return `${value.toFixed(0)} MB`;
}
