import { grouped } from '../core/grouped.js';
import { merged, type Tally, type VersionTally } from '../core/tally.js';
import type { TalliedScenario } from '../core/track-record.js';
import { counted } from '../core/words.js';
import { escaped, markdownTable } from './markdown-text.js';
import { proportionInterval } from './proportion-interval.js';
import { intervalInWords, shareInWords, versionOf } from './scenario-tally.js';

/** What runs of a scenario came to, by what its nodes said of their version. */
export type TallyByVersion = ReadonlyMap<string, Tally>;

/** The runs by the version of the store; those whose nodes never told one are left out. */
export function byVersion(tallies: readonly VersionTally[]): TallyByVersion {
  const telling = tallies.filter(({ versions }) => Object.keys(versions).length > 0);
  const versions = [...grouped(telling, versionOf)].sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return new Map(
    versions.flatMap(([version, those]): [string, Tally][] => {
      const tally = merged(those);
      return tally === null ? [] : [[version, tally]];
    }),
  );
}

/**
 * Tables of scenarios and versions, one for each store that the scenarios were run on in more than one version, and
 * below each what differs between its versions.
 */
export function versionMatrix(scenarios: readonly TalliedScenario[]): string[] {
  const several = scenarios
    .map(({ scenario: { name }, tallies }) => ({ name, tallies, versions: byVersion(tallies) }))
    .filter(({ versions }) => versions.size > 1);
  return [...grouped(several, ({ tallies }) => storeOf(tallies))].flatMap(([store, rows]) => {
    const columns = [...byVersion(rows.flatMap(({ tallies }) => tallies)).keys()];
    return [
      '',
      `## Versions of ${store}`,
      '',
      'So many runs of each scenario came out as expected on each version, as its nodes named it.',
      '',
      ...markdownTable(
        ['scenario', ...columns],
        rows.map(({ name, versions }) => [
          name,
          ...columns.map((version) => shareOn(versions.get(version))),
        ]),
      ),
      '',
      ...differences(rows),
    ];
  });
}

function shareOn(tally: Tally | undefined): string {
  return tally === undefined ? 'not run' : shareInWords(tally);
}

/** The first of the programs that told their versions. */
function storeOf(tallies: readonly VersionTally[]): string {
  return tallies.flatMap(({ versions }) => Object.keys(versions))[0] ?? 'the store';
}

interface Row {
  readonly name: string;
  readonly versions: TallyByVersion;
}

/**
 * What was seen in another share of the runs on one version than on another, in words. Kinds of anomalies whose intervals overlap
 * are counted only: the tables of the scenarios tell of them.
 */
function differences(rows: readonly Row[]): string[] {
  let overlapping = 0;
  const lines = rows.flatMap(({ name, versions }) =>
    measuresOf(versions).flatMap(({ what, runsWith, always }) => {
      const shares = [...versions].map(([version, tally]) => ({
        version,
        successes: runsWith(tally),
        trials: tally.runs,
      }));
      if (new Set(shares.map(({ successes, trials }) => successes / trials)).size < 2) return [];
      const apart = lieApart(shares);
      if (!apart && !always) {
        overlapping += 1;
        return [];
      }
      const told = shares.map(
        ({ version, successes, trials }) =>
          `${successes} of ${trials} on ${version} (${intervalInWords(successes, trials)})`,
      );
      const conclusion = apart
        ? 'The intervals lie apart.'
        : 'The intervals overlap: that may be chance.';
      return [`- ${escaped(`${name}, ${what}: ${told.join(', ')}. ${conclusion}`)}`];
    }),
  );
  const trials = rows.flatMap(({ versions }) => [...versions.values()].map(({ runs }) => runs));
  const [fewest, most] = [Math.min(...trials), Math.max(...trials)];
  if (lines.length === 0 && overlapping === 0) {
    const runs = fewest === most ? counted(most, 'run') : `${fewest} to ${counted(most, 'run')}`;
    return [`No difference between the versions was seen, in ${runs} of a scenario on a version.`];
  }
  const listed = [
    'What was not seen in the same share of the runs on all versions. Of a hundred intervals five miss the true share, so among many lines a few lie apart by chance:',
    '',
    ...lines,
  ];
  const rest = `Kinds of anomalies that were seen in different shares, with intervals that overlap, so that this may be chance: ${overlapping}. The table of each scenario has them.`;
  if (overlapping === 0) return listed;
  return lines.length === 0 ? [rest] : [...listed, '', rest];
}

/** That a run came out as expected, and each kind of anomaly. */
function measuresOf(versions: TallyByVersion) {
  const kinds = new Set([...versions.values()].flatMap(({ anomalies }) => Object.keys(anomalies)));
  return [
    { what: 'as expected', always: true, runsWith: ({ asExpected }: Tally) => asExpected },
    ...[...kinds].sort().map((kind) => ({
      what: kind,
      always: false,
      runsWith: ({ anomalies }: Tally) => anomalies[kind]?.runs ?? 0,
    })),
  ];
}

function lieApart(
  shares: readonly { readonly successes: number; readonly trials: number }[],
): boolean {
  const intervals = shares.map(({ successes, trials }) => proportionInterval(successes, trials));
  const highestLow = Math.max(...intervals.map(([low]) => low));
  const lowestHigh = Math.min(...intervals.map(([, high]) => high));
  return highestLow > lowestHigh;
}
