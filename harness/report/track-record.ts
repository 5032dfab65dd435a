import { grouped } from '../core/grouped.js';
import type { ScenarioRun } from '../core/results.js';
import { listInWords } from '../core/words.js';
import { healthyRuns, isHealthy } from './healthy-runs.js';
import { escaped, markdownTable } from './markdown-text.js';
import { othersInWords, TALLY_HEAD, tallyCells } from './scenario-tally.js';
import { byVersion, versionMatrix } from './version-matrix.js';

/**
 * What the scenarios came to in all stored runs: how often as expected, with the interval in which the true
 * share lies; what was seen; on which versions; and the command that runs each.
 * @param command - how the command line was called that writes the page.
 */
export function renderTrackRecord(runs: readonly ScenarioRun[], command: string): string {
  const all = [...grouped(runs, ({ scenario }) => scenario.name)].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  const scenarios = all.filter(([, those]) => !those.every(isHealthy));
  return [
    '# Record of the scenarios',
    '',
    `This page is written by \`${command}\` from the runs that are stored. "As expected" counts the runs whose verdict was`,
    'the expected one, and that met all conditions of proof. The interval says where the true share lies, with a',
    'confidence of 95 % (Wilson score).',
    '',
    ...markdownTable(
      ['scenario', 'expected', ...TALLY_HEAD],
      scenarios.map(([name, those]) => row(name, those)),
    ),
    ...healthyRuns(runs.filter(isHealthy)),
    ...versionMatrix(all),
    ...scenarios.flatMap(([, those]) => section(those)),
    '',
  ].join('\n');
}

function row(name: string, runs: readonly ScenarioRun[]): string[] {
  return [name, runs.at(-1)?.scenario.expectation ?? '', ...tallyCells(runs)];
}

function section(runs: readonly ScenarioRun[]): string[] {
  const last = runs.at(-1);
  if (last === undefined) return [];
  const { name, claim, source } = last.scenario;
  const versions = new Set(
    runs.flatMap(({ run }) => Object.entries(run.versions).map((version) => version.join(' '))),
  );
  return [
    '',
    `## ${name}`,
    '',
    escaped(`Claim: ${claim}. Source: ${source}.`),
    '',
    `Run on ${escaped(listInWords([...versions].sort()))}. Again: \`faultline scenario run ${name}\``,
    ...onEachVersion(runs),
    ...othersInWords(runs),
  ];
}

/** A row for each version, where there are several. */
function onEachVersion(runs: readonly ScenarioRun[]): string[] {
  const versions = byVersion(runs);
  if (versions.size < 2) return [];
  return [
    '',
    ...markdownTable(
      ['version', ...TALLY_HEAD],
      [...versions].map(([version, those]) => [version, ...tallyCells(those)]),
    ),
  ];
}
