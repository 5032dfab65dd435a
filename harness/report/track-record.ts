import { merged } from '../core/tally.js';
import type { TalliedScenario, TrackRecord } from '../core/track-record.js';
import { listInWords } from '../core/words.js';
import { healthyRuns, isHealthy } from './healthy-runs.js';
import { escaped, markdownTable } from './markdown-text.js';
import { othersInWords, TALLY_HEAD, tallyCells } from './scenario-tally.js';
import { byVersion, versionMatrix } from './version-matrix.js';

/**
 * What the scenarios came to in all runs that a record counts: how often as expected, with the interval in which the
 * true share lies; what was seen; on which versions; and the command that runs each.
 * @param command - how the command line was called that writes the page.
 */
export function renderTrackRecord({ scenarios }: TrackRecord, command: string): string {
  const withFaults = scenarios.filter((one) => !isHealthy(one));
  return [
    '# Record of the scenarios',
    '',
    `This page is written by \`${command}\` from all runs that were counted. "As expected" counts the runs whose verdict was`,
    'the expected one, and that met all conditions of proof. The interval says where the true share lies, with a',
    'confidence of 95 % (Wilson score).',
    '',
    ...markdownTable(['scenario', 'expected', ...TALLY_HEAD], withFaults.flatMap(row)),
    ...healthyRuns(scenarios.filter(isHealthy)),
    ...versionMatrix(scenarios),
    ...withFaults.flatMap(section),
    '',
  ].join('\n');
}

function row({ scenario, tallies }: TalliedScenario): string[][] {
  const tally = merged(tallies);
  if (tally === null) return [];
  return [[scenario.name, scenario.expectation, ...tallyCells(scenario, tally)]];
}

function section({ scenario, tallies }: TalliedScenario): string[] {
  const { name, claim, source } = scenario;
  const versions = new Set(
    tallies.flatMap((one) => Object.entries(one.versions).map((version) => version.join(' '))),
  );
  return [
    '',
    `## ${name}`,
    '',
    escaped(`Claim: ${claim}. Source: ${source}.`),
    '',
    `Run on ${escaped(listInWords([...versions].sort()))}. Again: \`faultline scenario run ${name}\``,
    ...onEachVersion({ scenario, tallies }),
    ...othersInWords(tallies),
  ];
}

/** A row for each version, where there are several. */
function onEachVersion({
  scenario,
  tallies,
}: Pick<TalliedScenario, 'scenario' | 'tallies'>): string[] {
  const versions = byVersion(tallies);
  if (versions.size < 2) return [];
  return [
    '',
    ...markdownTable(
      ['version', ...TALLY_HEAD],
      [...versions].map(([version, tally]) => [version, ...tallyCells(scenario, tally)]),
    ),
  ];
}
