import { counted } from '../core/words.js';
import {
  duration_s,
  resultInWords,
  resultOf,
  type ReportedRun,
  type RunResult,
} from './run-result.js';

const MARK: Readonly<Record<RunResult, string>> = {
  passed: '✅',
  failed: '❌',
  'proved-nothing': '⚠️',
};
const ORDER: Readonly<Record<RunResult, number>> = { failed: 0, 'proved-nothing': 1, passed: 2 };

/** A summary of several runs for a page of a CI system: what needs attention stands first. */
export function renderMarkdown(runs: readonly ReportedRun[]): string {
  const sorted = [...runs].sort((a, b) => ORDER[resultOf(a)] - ORDER[resultOf(b)]);
  return [
    `## Faultline: ${totals(runs)}`,
    '',
    '| | run | result | what was seen | seed | time |',
    '|---|---|---|---|---:|---:|',
    ...sorted.map(row),
    '',
    ...sorted.filter((run) => resultOf(run) !== 'passed').flatMap(details),
  ].join('\n');
}

function totals(runs: readonly ReportedRun[]): string {
  const having = (result: RunResult): number =>
    runs.filter((run) => resultOf(run) === result).length;
  const parts = [`${having('passed')} of ${counted(runs.length, 'run')} as expected`];
  if (having('failed') > 0) parts.push(`${having('failed')} not as expected`);
  if (having('proved-nothing') > 0) parts.push(`${having('proved-nothing')} proved nothing`);
  return parts.join(', ');
}

function row(run: ReportedRun): string {
  const cells = [
    MARK[resultOf(run)],
    run.scenario?.name ?? run.plan.name,
    resultInWords(run),
    run.analysis.sentence,
    String(run.plan.seed),
    `${duration_s(run).toFixed(1)} s`,
  ];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function details(run: ReportedRun): string[] {
  const { analysis } = run;
  const name = run.scenario?.name ?? run.plan.name;
  return [
    `### ${MARK[resultOf(run)]} ${escaped(name)}`,
    '',
    escaped(analysis.judgement?.sentence ?? analysis.sentence),
    '',
    ...analysis.verdicts.map(
      ({ checker, outcome, reason }) => `- \`${checker}\`: ${outcome}: ${escaped(reason)}`,
    ),
    '',
    'Run it again:',
    '',
    `    ${run.run.command.replaceAll(/\s+/g, ' ')}`,
    '',
  ];
}

/** Text as it is: no markup, no cell or line ends. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#|!~@]/g, (character) => `\\${character}`)
    .replaceAll(/\s+/g, ' ');
}
