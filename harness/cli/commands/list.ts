import { Argument, Command } from 'commander';

import { hostKernel } from '../../../docker/index.js';
import { Needs } from '../../../nemesis/index.js';
import { methodsOf, type ClientDefinition } from '../../core/client-definition.js';
import { missingMethods } from '../../core/client-fit.js';
import type { Catalogue } from '../../core/catalogue.js';
import type { Checker } from '../../core/checker.js';
import type { Fault } from '../../core/fault.js';
import { isJsonArray, isJsonObject, type Json } from '../../core/json.js';
import { named } from '../../core/named.js';
import type { SystemDefinition } from '../../core/system.js';
import { listInWords } from '../../core/words.js';
import type { Workload } from '../../core/workload.js';
import { formats } from '../../histories/index.js';
import { nemesisRefusal, presetsOf } from '../../plan/index.js';
import { BUILT_IN, type LoadedCatalogue } from '../../catalogue/index.js';
import { ownSystems } from '../chosen-parts.js';
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

/** Why something can't be used with the system that is meant, as `refused` of a row; nothing where it can. */
function refusedBy(system: SystemDefinition | undefined, reason: string | null): Partial<Row> {
  return system === undefined || reason === null ? {} : { refused: { [system.name]: reason } };
}

/** What a client has no methods for, in words; `null` where a workload fits. */
function unserved(workload: Workload, { client }: SystemDefinition): string | null {
  const missing = missingMethods(client, workload.dataType, workload.operations);
  return missing.length === 0 ? null : `its client has no ${listInWords(missing)}`;
}

/** Why a checker has nothing to judge of a system; `null` where it may have. */
function unjudged(
  { dataTypes }: Checker,
  { client }: SystemDefinition,
  all: Catalogue,
): string | null {
  const served = servedTypes(client, all);
  return dataTypes === undefined || dataTypes.some((name) => served.includes(name))
    ? null
    : `it judges a ${dataTypes.join(' or a ')} only`;
}

/** The data types of the workloads that a client can be tested with. */
function servedTypes(client: ClientDefinition, { workloads }: Catalogue): readonly string[] {
  const served = workloads.filter(
    ({ dataType, operations }) => missingMethods(client, dataType, operations).length === 0,
  );
  return [...new Set(served.map(({ dataType }) => dataType.name))];
}

/**
 * The rows of each kind; those of the catalogue say where they come from. Where a system is meant, they say
 * what can't be used with it (`refused`).
 */
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
  workloads: (all: LoadedCatalogue, system?: SystemDefinition): readonly Row[] =>
    all.workloads.map((workload) => ({
      name: workload.name,
      summary: workload.summary,
      ...refusedBy(system, system === undefined ? null : unserved(workload, system)),
      invariant: workload.invariant,
      checkers: workload.checkers,
      options: workload.defaults,
      from: all.originOf(workload),
    })),
  nemeses: (all: LoadedCatalogue, system?: SystemDefinition): Promise<readonly Row[]> =>
    Promise.all(
      presetsOf(all.faults).map(async (preset) => {
        const planning = { catalogue: all, kernel: hostKernel };
        const reason = system === undefined ? null : await nemesisRefusal(preset, system, planning);
        const { name, summary } = preset;
        return { name, summary, ...refusedBy(system, reason) };
      }),
    ),
  faults: (all: LoadedCatalogue, system?: SystemDefinition): Promise<readonly Row[]> =>
    Promise.all(
      all.faults.map(async (fault) => ({
        ...(await faultRow(fault, system === undefined ? all.systems : [system])),
        from: all.originOf(fault),
      })),
    ),
  checkers: (all: LoadedCatalogue, system?: SystemDefinition): readonly Row[] =>
    all.checkers.map((checker) => ({
      name: checker.name,
      summary: checker.summary,
      ...(checker.always === true ? { runs: 'in every test' } : {}),
      ...refusedBy(system, system === undefined ? null : unjudged(checker, system, all)),
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

interface ListOptions extends ConfigOptions {
  readonly system?: string;
  readonly json?: true;
}

/** Tells what can be named: systems, workloads, nemeses, faults, checkers, models, formats, scenarios. */
export function listCommand(line: CommandContext): Command {
  return new Command('list')
    .description('systems, workloads, nemeses, faults, checkers, models, formats and scenarios')
    .addArgument(new Argument('[kind]', 'one of them').choices(Object.keys(KINDS)))
    .option(
      '--system <name>',
      'say what can’t be used with this system, and why (default: that of your config, where it has one)',
    )
    .addOption(configOption())
    .option('--json', 'as JSON')
    .action(async (kind: Kind | undefined, options: ListOptions) => {
      const catalogue = await line.catalogue(options);
      const system = systemOf(options, catalogue);
      const kinds = kind === undefined ? (Object.keys(KINDS) as Kind[]) : [kind];
      const all = await Promise.all(
        kinds.map(async (one) => [one, await KINDS[one](catalogue, system)] as const),
      );
      const screen = new Screen();
      if (options.json === true) screen.json(Object.fromEntries(all));
      else
        screen.result(
          all.map(([one, rows]) => section(one, rows, kind !== undefined, system)).join('\n\n'),
        );
    });
}

/** The system that is meant: that of the option, or the only one of the config. */
function systemOf(
  { system }: ListOptions,
  catalogue: LoadedCatalogue,
): SystemDefinition | undefined {
  if (system !== undefined) return named(catalogue.systems, system, 'system');
  const own = ownSystems(catalogue);
  return own.length === 1 ? own[0] : undefined;
}

function section(
  kind: Kind,
  rows: readonly Row[],
  detailed: boolean,
  system: SystemDefinition | undefined,
): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.flatMap(({ name, summary, ...details }) => [
    `  ${name.padEnd(width)}  ${summary}${detailed ? '' : originInWords(details)}${refusedInWords(details, system, detailed)}`,
    ...(detailed ? Object.entries(details).map(([key, value]) => detail(width, key, value)) : []),
  ]);
  return [`${kind}:`, ...lines].join('\n');
}

function refusedInWords(
  { refused }: { readonly refused?: Json },
  system: SystemDefinition | undefined,
  detailed: boolean,
): string {
  if (system === undefined || !isJsonObject(refused)) return '';
  const reason = refused[system.name];
  if (typeof reason !== 'string') return '';
  // The details have the reason.
  return detailed ? ` [not with ${system.name}]` : ` [not with ${system.name}: ${reason}]`;
}

function originInWords({ from }: { readonly from?: Json }): string {
  return typeof from === 'string' && from !== BUILT_IN ? ` (from ${from})` : '';
}

function detail(width: number, key: string, value: Json): string {
  const text = typeof value === 'string' ? value : inWords(value);
  return `  ${' '.repeat(width)}    ${key}: ${text}`;
}

function inWords(value: Json): string {
  if (isJsonArray(value)) return value.map(String).join(', ') || 'none';
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${key}=${JSON.stringify(one)}`);
    return pairs.join(' ') || 'none';
  }
  return JSON.stringify(value);
}
