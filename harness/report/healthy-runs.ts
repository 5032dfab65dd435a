import { grouped } from '../core/grouped.js';
import type { ScenarioRun } from '../core/results.js';
import { counted } from '../core/words.js';
import { markdownTable } from './markdown-text.js';
import { intervalInWords, isExpected, othersInWords, shareInWords } from './scenario-tally.js';

/** How the scenarios are called that say of a workload and a system: with no fault, nothing is found. */
const PREFIX = 'healthy-';

export function isHealthy({ scenario }: ScenarioRun): boolean {
  return scenario.name.startsWith(PREFIX);
}

/** A table of workloads and systems: how many healthy runs came out as expected, and what the others came to. */
export function healthyRuns(runs: readonly ScenarioRun[]): string[] {
  if (runs.length === 0) return [];
  const systems = [...grouped(runs, ({ plan }) => plan.system.name).keys()].sort();
  const workloads = [...grouped(runs, ({ plan }) => plan.workload.name)].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  const expected = runs.filter(isExpected).length;
  return [
    '',
    '## Without a fault',
    '',
    `Workloads were run without a fault on systems that serve them, and ${expected} of ${counted(runs.length, 'run')} found nothing, as expected (${intervalInWords(expected, runs.length)}). \`faultline scenario run '${PREFIX}*'\` runs them all again, and \`faultline scenario list\` names each of them.`,
    '',
    ...markdownTable(
      ['workload', ...systems],
      workloads.map(([workload, those]) => [
        workload,
        ...systems.map((system) => cell(those.filter(({ plan }) => plan.system.name === system))),
      ]),
    ),
    ...othersInWords(runs),
  ];
}

function cell(runs: readonly ScenarioRun[]): string {
  return runs.length === 0 ? 'not run' : shareInWords(runs);
}
