import { count, counted } from '../../core/words.js';
import type {
  CheckedOp,
  CheckReport,
  Counterexample,
  IsolationAnomaly,
  LegalOrder,
} from './check-report.js';

/** Longer lists are cut, but for those that were asked for. */
const SHOWN_WITNESS = 40;
const SHOWN_METHODS = 5;
/** Of an op in words: a read may hold millions of values. --json has all of it. */
const SHOWN_CHARS = 500;

/** The report of a check for people. */
export function checkText(report: CheckReport): string {
  const blocks = [
    [`${report.outcome.toUpperCase()}: ${report.sentence}`, ...accountOf(report)],
    ...(report.counterexample === undefined ? [] : counterexampleText(report.counterexample)),
    ...(report.anomalies ?? []).map(anomalyText),
    ...(report.legalOrders ?? []).map(orderText),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function accountOf(report: CheckReport): string[] {
  const { events, operations, leftOut, partitions, methods, notes } = report;
  const left = leftOut === 0 ? '' : `, ${count(leftOut)} more failed and say nothing`;
  const parts = partitions > 1 ? `, in ${counted(partitions, 'part')} by key` : '';
  const used = Object.entries(methods).toSorted(([, a], [, b]) => b - a);
  const how = used
    .slice(0, SHOWN_METHODS)
    .map(([method, times]) => (partitions > 1 ? `${method} (${count(times)})` : method));
  return [
    `  file    ${report.file}, read as ${report.format} in ${seconds(report.read_ms)}`,
    `  judged  ${counted(operations, 'op')} of ${counted(events, 'event')}${left}${parts}`,
    ...(how.length === 0 ? [] : [`  method  ${how.join(', ')}, in ${seconds(report.check_ms)}`]),
    ...notes.map((note) => `  note    ${note}`),
  ];
}

function counterexampleText(found: Counterexample): string[][] {
  const { witness, minimal, key, firstUnplaceable, prefix } = found;
  const title = minimal
    ? 'These ops have no legal order by themselves; without any one of them there is one:'
    : 'These ops have no legal order by themselves; fewer of them may do:';
  const blocks = [
    [`Why${key === '' ? '' : ` (key ${key})`}: ${found.reason}`],
    [...(witness.length === 0 ? [] : [title]), ...cut(opLines(witness))],
  ];
  if (found.failed !== undefined) {
    blocks.push([
      'These ops failed; had they taken effect, there would be a legal order:',
      ...opLines(found.failed.slice(0, SHOWN_WITNESS)),
    ]);
  }
  if (firstUnplaceable !== null) {
    blocks.push([
      `Where: the longest legal order found places ${count(found.longestPrefix)} of ${counted(found.operations, 'op')}; the first that fits nowhere:`,
      ...opLines([firstUnplaceable]),
    ]);
  }
  if (prefix !== undefined) blocks.push(['The longest legal order found:', ...opLines(prefix)]);
  return blocks.filter((lines) => lines.length > 0);
}

function anomalyText({ type, reason, transactions, dependencies }: IsolationAnomaly): string[] {
  const width = `T${Math.min(SHOWN_WITNESS, transactions.length)}`.length;
  const because = dependencies.map(
    ({ from, to, kind, reason: why }) => `  T${from} before T${to} (${kind}): ${why}.`,
  );
  return [
    `${type}: ${reason}`,
    ...cut(opLines(transactions).map((line, at) => `  ${`T${at + 1}`.padEnd(width)}${line}`)),
    ...cut(because),
  ];
}

function cut(lines: readonly string[]): readonly string[] {
  const left = lines.length - SHOWN_WITNESS;
  return left <= 0 ? lines : [...lines.slice(0, SHOWN_WITNESS), `  … ${count(left)} more`];
}

function orderText({ key, order, validated }: LegalOrder): string[] {
  const said =
    validated === null
      ? 'a second program had no time to look at it'
      : validated
        ? 'a second program agrees'
        : 'A SECOND PROGRAM DISAGREES: please report it';
  return [`A legal order${key === '' ? '' : ` of key ${key}`} (${said}):`, ...opLines(order)];
}

function opLines(ops: readonly CheckedOp[]): string[] {
  const rows = ops.map((op) => [
    op.completion === null
      ? `event ${op.invocation.index}, open`
      : `events ${op.invocation.index}-${op.completion.index}`,
    op.completion === null
      ? `line ${op.invocation.line}`
      : `lines ${op.invocation.line}-${op.completion.line}`,
    `process ${op.process}`,
    shortened(op.operation),
  ]);
  const widths = [0, 1, 2].map((column) => longest(rows, column));
  return rows.map((row) => `  ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')}`);
}

function shortened(text: string): string {
  const left = text.length - SHOWN_CHARS;
  return left <= 0 ? text : `${text.slice(0, SHOWN_CHARS)}… (${count(left)} more characters)`;
}

function longest(rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0);
}

function seconds(time_ms: number): string {
  return `${(time_ms / 1000).toFixed(3)} s`;
}
