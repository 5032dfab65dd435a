import { join, relative } from 'node:path';

import { duration_s } from '../core/run-duration.js';
import { visible } from '../core/visible.js';
import { counted } from '../core/words.js';
import { escaped } from './markdown-text.js';
import { resultInWords } from './run-result.js';
import { briefSections, textBlocks, type TextBlock } from './section-text.js';
import { caseResult, whyWithoutVerdict, type CaseResult, type TestCase } from './test-case.js';

const MARK: Readonly<Record<CaseResult, string>> = {
  passed: '✅',
  failed: '❌',
  broke: '💥',
  'proved-nothing': '⚠️',
  'not-run': '⏭️',
};
const ORDER: readonly CaseResult[] = ['failed', 'broke', 'proved-nothing', 'not-run', 'passed'];
/** How many came to what, in the order of the summary's first line. */
const TOTALS: readonly (readonly [CaseResult, string])[] = [
  ['failed', 'not as expected'],
  ['proved-nothing', 'proved nothing'],
  ['broke', 'came to no verdict'],
  ['not-run', 'not run'],
];

/**
 * A summary of several runs for a page of a CI system: what needs attention stands first.
 * @param folder where the file will stand: reports are linked relative to it.
 */
export function renderMarkdown(cases: readonly TestCase[], folder: string): string {
  const rank = (one: TestCase): number => ORDER.indexOf(caseResult(one));
  const sorted = [...cases].sort((a, b) => rank(a) - rank(b));
  const needAttention = sorted.filter((one) => !['passed', 'not-run'].includes(caseResult(one)));
  return [
    `## Faultline: ${totals(cases)}`,
    '',
    '| | run | result | what was seen | seed | time |',
    '|---|---|---|---|---:|---:|',
    ...sorted.map((one) => row(one, folder)),
    '',
    ...needAttention.flatMap(details),
  ].join('\n');
}

function totals(cases: readonly TestCase[]): string {
  const having = (result: CaseResult): number =>
    cases.filter((one) => caseResult(one) === result).length;
  return [
    `${having('passed')} of ${counted(cases.length, 'run')} as expected`,
    ...TOTALS.flatMap(([result, words]) =>
      having(result) > 0 ? [`${having(result)} ${words}`] : [],
    ),
  ].join(', ');
}

function row(one: TestCase, folder: string): string {
  const { name, state } = one;
  if (state.kind !== 'judged') {
    const result =
      state.kind === 'plan-judged' ? state.judgement.result.replaceAll('-', ' ') : 'no verdict';
    return `| ${[MARK[caseResult(one)], name, result, whyWithoutVerdict(one), '', ''].map(escaped).join(' | ')} |`;
  }
  const { run } = state;
  const report = encodeURI(relative(folder, join(run.folder, 'report.html')));
  const cells = [
    MARK[caseResult(one)],
    `[${escaped(name)}](<${report}>)`,
    escaped(resultInWords(run)),
    escaped(run.analysis.sentence),
    String(run.plan.seed),
    `${duration_s(run).toFixed(1)} s`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function details(one: TestCase): string[] {
  const head = [`### ${MARK[caseResult(one)]} ${escaped(one.name)}`, ''];
  if (one.state.kind !== 'judged') return [...head, escaped(whyWithoutVerdict(one)), ''];
  const { analysis, run } = one.state.run;
  return [
    ...head,
    escaped(analysis.judgement?.sentence ?? analysis.sentence),
    '',
    ...analysis.verdicts.map(
      ({ checker, outcome, reason }) => `- \`${checker}\`: ${outcome}: ${escaped(reason)}`,
    ),
    '',
    ...briefSections(analysis.verdicts).flatMap((section) => [
      `#### ${escaped(section.title)}`,
      '',
      ...textBlocks(section).flatMap(blockLines),
    ]),
    'Run it again:',
    '',
    `    ${visible(run.command.replaceAll(/\s+/g, ' '))}`,
    '',
  ];
}

/** A block of a section, with an empty line after it. */
function blockLines(block: TextBlock): string[] {
  if (block.kind !== 'table')
    return [`${block.kind === 'item' ? '- ' : ''}${escaped(block.text)}`, ''];
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const rules = block.columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'));
  return [
    line(block.columns.map(({ name }) => name)),
    `| ${rules.join(' | ')} |`,
    ...block.rows.map(line),
    '',
  ];
}
