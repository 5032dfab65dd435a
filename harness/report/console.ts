import type { PhaseName, RunReport } from '../core/results.js';
import { duration_s } from '../core/run-duration.js';
import { styled, type Style, type Styled, type Text } from '../core/styled-text.js';
import type { Outcome, Verdict } from '../core/verdict.js';
import { count, counted } from '../core/words.js';
import { linesInWords, orderLines, storyOf } from './anomaly-story.js';
import { resultInWords, resultOf, type ReportedRun, type RunResult } from './run-result.js';
import { briefSections, textBlocks, type TextBlock } from './section-text.js';

/** How the text will be shown. */
export interface ConsoleOptions {
  /** Columns to wrap at. */
  readonly width: number;
  /** Where the HTML report lies, when there is one. */
  readonly htmlPath?: string;
  /** Whether the run's folder stays when the command is over. Default: true. */
  readonly kept?: boolean;
}

const RESULT_STYLE: Readonly<Record<RunResult, Style>> = {
  passed: 'green',
  failed: 'red',
  'proved-nothing': 'yellow',
};
const OUTCOME_STYLE: Readonly<Record<Outcome, Style>> = {
  valid: 'green',
  invalid: 'red',
  unknown: 'yellow',
};
/** Anomalies shown per checker; the report has all that the verdict has. */
const ANOMALIES_SHOWN = 3;
/** Characters of an anomaly's reason, or of a line of its story. */
const LINE_SHOWN = 600;

/** The end of a run, as text for a terminal or a log. */
export function renderConsole(
  run: ReportedRun & Partial<Pick<RunReport, 'history'>>,
  options: ConsoleOptions,
): Text {
  const { analysis, plan, scenario } = run;
  const headline = styled(RESULT_STYLE[resultOf(run)], resultInWords(run));
  const lines: Text[] = [
    [styled('bold', oneLine(plan.name)), '  ', headline],
    '',
    ...wrapped(analysis.sentence, options.width, '  '),
    ...missing(run, options.width),
    '',
  ];
  if (scenario !== null)
    lines.push(...wrapped(`Claim: ${scenario.claim}`, options.width, '  '), '');
  const nameWidth = Math.max(0, ...analysis.verdicts.map(({ checker }) => checker.length));
  for (const verdict of analysis.verdicts) {
    const outcome = styled(OUTCOME_STYLE[verdict.outcome], verdict.outcome.padEnd(7));
    lines.push([`  ${verdict.checker.padEnd(nameWidth)}  `, outcome, `  ${summary(verdict)}`]);
    for (const anomaly of verdict.anomalies.slice(0, ANOMALIES_SHOWN)) {
      lines.push(...wrapped(cut(anomaly.reason), options.width, '    - ', '      '));
      const lineNumbers = run.history === undefined ? null : linesInWords(anomaly, run.history);
      for (const line of [...storyOf(anomaly), ...(lineNumbers === null ? [] : [lineNumbers])]) {
        lines.push(...wrapped(cut(line), options.width, '        ', '          '));
      }
    }
    const more = verdict.anomalies.length - ANOMALIES_SHOWN;
    if (more > 0) lines.push([styled('dim', `      and ${count(more)} more in the report`)]);
    for (const order of verdict.legalOrders ?? []) {
      lines.push('', ...orderLines(order).map((line) => `    ${oneLine(cut(line))}`));
    }
  }
  for (const section of briefSections(analysis.verdicts)) {
    lines.push('', `  ${oneLine(section.title)}`);
    for (const block of textBlocks(section)) lines.push(...blockLines(block, options.width));
  }
  lines.push(
    ...settings(run, options.width),
    '',
    ...facts(run, options).map(([name, value]) => [
      '  ',
      styled('dim', name),
      ` ${oneLine(value)}`,
    ]),
  );
  return lines.flatMap((line): (string | Styled)[] => [
    ...(typeof line === 'string' ? [line] : line),
    '\n',
  ]);
}

/** A block of a section, indented; a table with its columns in line. */
function blockLines(block: TextBlock, width: number): string[] {
  if (block.kind === 'line') return wrapped(block.text, width, '    ');
  if (block.kind === 'item') return wrapped(block.text, width, '    - ', '      ');
  const heads = block.columns.map(({ name }) => name);
  const rows = [heads, ...block.rows].map((row) => row.map(oneLine));
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const aligned = (text: string, i: number): string =>
    block.columns[i]?.kind === 'number'
      ? text.padStart(widths[i] ?? 0)
      : text.padEnd(widths[i] ?? 0);
  return rows.map((row) => `    ${row.map(aligned).join('  ').trimEnd()}`);
}

/** What stands beside a verdict: its reason, which for a violation is the headline already. */
function summary({ outcome, reason, anomalies }: Verdict): string {
  return outcome === 'invalid'
    ? counted(anomalies.length, 'anomaly proven', 'anomalies proven')
    : oneLine(reason);
}

/** What options changed of the store; what the harness needs by itself stands in the report. */
function settings({ run: { changedSettings = [] } }: ReportedRun, width: number): string[] {
  const changed = changedSettings.filter(({ option }) => option !== null);
  if (changed.length === 0) return [];
  const words = changed.map((one) => `${one.name} ${one.value} (default ${one.default})`);
  const text = `Settings changed from the store's defaults: ${words.join(', ')}.`;
  return ['', ...wrapped(text, width, '  ')];
}

function missing({ analysis: { judgement } }: ReportedRun, width: number): string[] {
  if (judgement?.result !== 'proved-nothing') return [];
  return [
    '',
    '  Missing for a proof:',
    ...judgement.missing.flatMap((item) => wrapped(item, width, '  - ', '    ')),
  ];
}

function facts(run: ReportedRun, { htmlPath, kept = true }: ConsoleOptions): [string, string][] {
  const versions = Object.entries(run.run.versions).map(([name, version]) => `${name} ${version}`);
  const { imported, seed } = run.plan;
  const judged = `judged in ${(run.analysis.duration_ms / 1000).toFixed(1)} s`;
  const own: [string, string][] =
    imported === undefined
      ? [
          ['seed  ', String(seed)],
          ['took  ', `${timesInWords(run)}; ${judged}`],
        ]
      : [['file  ', `${imported.file}, read as ${imported.format}; ${judged}`]];
  return [
    ...own,
    ...(run.run.notes ?? []).map((note): [string, string] => ['note  ', note]),
    ...(versions.length === 0 ? [] : [['on    ', versions.join(', ')] as [string, string]]),
    ...(kept ? [['run   ', run.folder] as [string, string]] : []),
    ...(htmlPath === undefined ? [] : [['report', htmlPath] as [string, string]]),
    ['again ', run.run.command],
  ];
}

const PHASES_IN_WORDS: readonly (readonly [string, readonly PhaseName[]])[] = [
  ['set-up', ['setup']],
  ['clients at work', ['main']],
  ['healing and recovery', ['heal', 'recovery']],
  ['final reads', ['final']],
  ['logs', ['collect']],
];

/** What a run's time went into. What comes before and after it, the nodes', is told as it happens. */
function timesInWords(run: ReportedRun): string {
  const parts = PHASES_IN_WORDS.flatMap(([words, names]) => {
    const phases = run.run.phases.filter(({ name }) => names.includes(name));
    const time_ns = phases.reduce((sum, { start, end }) => sum + end - start, 0);
    return phases.length === 0 ? [] : `${words} ${(time_ns / 1e9).toFixed(1)}`;
  });
  return `${duration_s(run).toFixed(1)} s (${parts.join(', ')})`;
}

/** A line that is not too long to be read: an op may have seen millions of values. */
function cut(text: string): string {
  const more = text.length - LINE_SHOWN;
  return more <= 0 ? text : `${text.slice(0, LINE_SHOWN)}… (${counted(more, 'more character')})`;
}

/** Text that keeps to the line it is put on. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** Words in lines of at most `width` columns; a longer word has a line of its own. */
function wrapped(text: string, width: number, first: string, rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of oneLine(text).split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
