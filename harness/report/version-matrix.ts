import { grouped } from '../core/grouped.js';
import type { ScenarioRun } from '../core/results.js';
import { counted } from '../core/words.js';
import { escaped, markdownTable } from './markdown-text.js';
import { proportionInterval } from './proportion-interval.js';
import { intervalInWords, isExpected, kindsIn, shareInWords, versionOf } from './scenario-tally.js';

/** The runs of a scenario by what its nodes said of their version. */
export type RunsByVersion = ReadonlyMap<string, readonly ScenarioRun[]>;

/** The runs by the version of the store; those whose nodes never told one are left out. */
export function byVersion(runs: readonly ScenarioRun[]): RunsByVersion {
  const telling = runs.filter(({ run }) => Object.keys(run.versions).length > 0);
  const versions = grouped(telling, ({ run }) => versionOf(run));
  return new Map([...versions].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
}

/**
 * Tables of scenarios and versions, one for each store that the scenarios were run on in more than one version, and
 * below each what differs between its versions.
 */
export function versionMatrix(
  scenarios: readonly (readonly [string, readonly ScenarioRun[]])[],
): string[] {
  const several = scenarios
    .map(([name, runs]) => ({ name, versions: byVersion(runs), store: storeOf(runs) }))
    .filter(({ versions }) => versions.size > 1);
  return [...grouped(several, ({ store }) => store)].flatMap(([store, rows]) => {
    const columns = [
      ...byVersion(rows.flatMap(({ versions }) => [...versions.values()].flat())).keys(),
    ];
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

function shareOn(runs: readonly ScenarioRun[] | undefined): string {
  return runs === undefined ? 'not run' : shareInWords(runs);
}

/** The first of the programs that told their versions. */
function storeOf(runs: readonly ScenarioRun[]): string {
  return runs.flatMap(({ run }) => Object.keys(run.versions))[0] ?? 'the store';
}

interface Row {
  readonly name: string;
  readonly versions: RunsByVersion;
}

/** What was seen in another share of the runs on one version than on another, in words. */
function differences(rows: readonly Row[]): string[] {
  const lines = rows.flatMap(({ name, versions }) =>
    measuresOf(versions).flatMap(({ what, has }) => {
      const shares = [...versions].map(([version, runs]) => ({
        version,
        successes: runs.filter(has).length,
        trials: runs.length,
      }));
      if (new Set(shares.map(({ successes, trials }) => successes / trials)).size < 2) return [];
      const told = shares.map(
        ({ version, successes, trials }) =>
          `${successes} of ${trials} on ${version} (${intervalInWords(successes, trials)})`,
      );
      return [`- ${escaped(`${name}, ${what}: ${told.join(', ')}. ${conclusion(shares)}`)}`];
    }),
  );
  const trials = rows.flatMap(({ versions }) => [...versions.values()].map(({ length }) => length));
  const [fewest, most] = [Math.min(...trials), Math.max(...trials)];
  if (lines.length === 0) {
    const runs = fewest === most ? counted(most, 'run') : `${fewest} to ${counted(most, 'run')}`;
    return [`No difference between the versions was seen, in ${runs} of a scenario on a version.`];
  }
  return [
    'What was not seen in the same share of the runs on all versions. Of a hundred intervals five miss the true share, so among many lines a few lie apart by chance:',
    '',
    ...lines,
  ];
}

/** That a run came out as expected, and each kind of anomaly. */
function measuresOf(versions: RunsByVersion) {
  const kinds = new Set([...versions.values()].flat().flatMap((run) => [...kindsIn(run)]));
  return [
    { what: 'as expected', has: isExpected },
    ...[...kinds]
      .sort()
      .map((kind) => ({ what: kind, has: (run: ScenarioRun) => kindsIn(run).has(kind) })),
  ];
}

function conclusion(
  shares: readonly { readonly successes: number; readonly trials: number }[],
): string {
  const intervals = shares.map(({ successes, trials }) => proportionInterval(successes, trials));
  const highestLow = Math.max(...intervals.map(([low]) => low));
  const lowestHigh = Math.min(...intervals.map(([, high]) => high));
  return highestLow > lowestHigh
    ? 'The intervals lie apart.'
    : 'The intervals overlap: that may be chance.';
}
