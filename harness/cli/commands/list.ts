import { Argument, Command } from 'commander';

import { hostKernel } from '../../../docker/index.js';
import { Needs } from '../../../nemesis/index.js';
import { methodsOf, type ClientDefinition } from '../../core/client-definition.js';
import { missingMethods } from '../../core/client-fit.js';
import type { Catalogue } from '../../core/catalogue.js';
import type { Fault } from '../../core/fault.js';
import type { Json } from '../../core/json.js';
import type { SystemDefinition } from '../../core/system.js';
import { formats } from '../../histories/index.js';
import { presetsOf } from '../../plan/index.js';
import { BUILT_IN, type LoadedCatalogue } from '../../catalogue/index.js';
import type { CommandContext } from '../command-context.js';
import { type ConfigOptions, configOption } from '../common-options.js';
import { Screen } from '../screen.js';

interface Row {
  readonly name: string;
  readonly summary: string;
  readonly [detail: string]: Json;
}

/** A fault with the systems that can have it here, with options for it, and why the others cannot. */
async function faultRow(fault: Fault, systems: readonly SystemDefinition[]): Promise<Row> {
  const { name, summary, fs, value, needs, kernel = [], provenBy } = fault;
  const all = new Needs();
  all.add(name, needs, kernel);
  const refusals = await Promise.all(
    systems.map(async (system) => {
      const reasons = await all.refusals({ system, kernel: hostKernel });
      return [system.name, reasons.join('; ')] as const;
    }),
  );
  return {
    name,
    summary,
    fs,
    value: value.join('; ') || 'none',
    needs,
    kernel,
    provenBy,
    systems: refusals.filter(([, reason]) => reason === '').map(([system]) => system),
    refused: Object.fromEntries(refusals.filter(([, reason]) => reason !== '')),
  };
}

/** The data types of the workloads that a client can be tested with. */
function servedTypes(client: ClientDefinition, { workloads }: Catalogue): readonly string[] {
  const served = workloads.filter(
    ({ dataType, operations }) => missingMethods(client, dataType, operations).length === 0,
  );
  return [...new Set(served.map(({ dataType }) => dataType.name))];
}

/** The rows of each kind; those of the catalogue say where they come from. */
const KINDS = {
  systems: (all: LoadedCatalogue): readonly Row[] =>
    all.systems.map((system) => ({
      name: system.name,
      summary: system.summary,
      runsOn: system.runsOn,
      dataTypes: servedTypes(system.client, all),
      methods: methodsOf(system.client),
      clients: system.clientModes,
      capabilities: system.capabilities,
      options: system.defaults,
      from: all.originOf(system),
    })),
  workloads: (all: LoadedCatalogue): readonly Row[] =>
    all.workloads.map((workload) => ({
      name: workload.name,
      summary: workload.summary,
      invariant: workload.invariant,
      checkers: workload.checkers,
      options: workload.defaults,
      from: all.originOf(workload),
    })),
  nemeses: ({ faults }: LoadedCatalogue): readonly Row[] =>
    presetsOf(faults).map(({ name, summary }) => ({ name, summary })),
  faults: (all: LoadedCatalogue): Promise<readonly Row[]> =>
    Promise.all(
      all.faults.map(async (fault) => ({
        ...(await faultRow(fault, all.systems)),
        from: all.originOf(fault),
      })),
    ),
  checkers: (all: LoadedCatalogue): readonly Row[] =>
    all.checkers.map((checker) => ({
      name: checker.name,
      summary: checker.summary,
      from: all.originOf(checker),
    })),
  models: (all: LoadedCatalogue): readonly Row[] =>
    all.models.map((model) => ({
      name: model.name,
      summary: model.summary,
      ops: model.ops,
      ...('initial' in model ? { initial: model.initial } : {}),
      from: all.originOf(model),
    })),
  formats: (): readonly Row[] => formats.map(({ name, summary }) => ({ name, summary })),
  scenarios: (all: LoadedCatalogue): readonly Row[] =>
    all.scenarios.map((scenario) => ({
      name: scenario.name,
      summary: scenario.claim,
      from: all.originOf(scenario),
    })),
} as const;

type Kind = keyof typeof KINDS;

/** Tells what can be named: systems, workloads, nemeses, faults, checkers, models, formats, scenarios. */
interface ListOptions extends ConfigOptions {
  readonly json?: true;
}

export function listCommand(line: CommandContext): Command {
  return new Command('list')
    .description('systems, workloads, nemeses, faults, checkers, models, formats and scenarios')
    .addArgument(new Argument('[kind]', 'one of them').choices(Object.keys(KINDS)))
    .addOption(configOption())
    .option('--json', 'as JSON')
    .action(async (kind: Kind | undefined, options: ListOptions) => {
      const catalogue = await line.catalogue(options);
      const kinds = kind === undefined ? (Object.keys(KINDS) as Kind[]) : [kind];
      const all = await Promise.all(
        kinds.map(async (one) => [one, await KINDS[one](catalogue)] as const),
      );
      const screen = new Screen();
      if (options.json === true) screen.json(Object.fromEntries(all));
      else
        screen.result(
          all.map(([one, rows]) => section(one, rows, kind !== undefined)).join('\n\n'),
        );
    });
}

function section(kind: Kind, rows: readonly Row[], detailed: boolean): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.flatMap(({ name, summary, ...details }) => [
    `  ${name.padEnd(width)}  ${summary}${detailed ? '' : originInWords(details)}`,
    ...(detailed ? Object.entries(details).map(([key, value]) => detail(width, key, value)) : []),
  ]);
  return [`${kind}:`, ...lines].join('\n');
}

function originInWords({ from }: { readonly from?: Json }): string {
  return typeof from === 'string' && from !== BUILT_IN ? ` (from ${from})` : '';
}

function detail(width: number, key: string, value: Json): string {
  const text = typeof value === 'string' ? value : inWords(value);
  return `  ${' '.repeat(width)}    ${key}: ${text}`;
}

function inWords(value: Json): string {
  if (Array.isArray(value)) return (value as readonly Json[]).map(String).join(', ') || 'none';
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${key}=${JSON.stringify(one)}`);
    return pairs.join(' ') || 'none';
  }
  return JSON.stringify(value);
}
