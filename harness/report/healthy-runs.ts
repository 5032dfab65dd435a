import { grouped } from '../core/grouped.js';
import { merged } from '../core/tally.js';
import type { TalliedScenario } from '../core/track-record.js';
import { counted } from '../core/words.js';
import { markdownTable } from './markdown-text.js';
import { intervalInWords, othersInWords, shareInWords } from './scenario-tally.js';

/** How the scenarios are called that say of a workload and a system: with no fault, nothing is found. */
const PREFIX = 'healthy-';

export function isHealthy({ scenario }: TalliedScenario): boolean {
  return scenario.name.startsWith(PREFIX);
}

/** A table of workloads and systems: how many healthy runs came out as expected, and what the others came to. */
export function healthyRuns(scenarios: readonly TalliedScenario[]): string[] {
  const tallies = talliesOf(scenarios);
  const all = merged(tallies);
  if (all === null) return [];
  const systems = [...grouped(scenarios, ({ system }) => system).keys()].sort();
  const workloads = [...grouped(scenarios, ({ workload }) => workload)].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  return [
    '',
    '## Without a fault',
    '',
    `Workloads were run without a fault on systems that serve them, and ${all.asExpected} of ${counted(all.runs, 'run')} found nothing, as expected (${intervalInWords(all.asExpected, all.runs)}). \`faultline scenario run '${PREFIX}*'\` runs them all again, and \`faultline scenario list\` names each of them.`,
    '',
    ...markdownTable(
      ['workload', ...systems],
      workloads.map(([workload, those]) => [
        workload,
        ...systems.map((system) => cell(those.filter((one) => one.system === system))),
      ]),
    ),
    ...othersInWords(tallies),
  ];
}

function talliesOf(scenarios: readonly TalliedScenario[]) {
  return scenarios.flatMap(({ tallies }) => tallies);
}

function cell(scenarios: readonly TalliedScenario[]): string {
  const tally = merged(talliesOf(scenarios));
  return tally === null ? 'not run' : shareInWords(tally);
}
