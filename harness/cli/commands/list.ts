import { Argument, Command } from 'commander';

import { hostKernel } from '../../../docker/index.js';
import { Needs } from '../../../nemesis/index.js';
import { methodsOf, type ClientDefinition } from '../../core/client-definition.js';
import { missingMethods } from '../../core/client-fit.js';
import type { Fault } from '../../core/fault.js';
import type { Json } from '../../core/json.js';
import { checkers, faults, scenarios, systems, workloads } from '../catalogue.js';
import { models } from '../check/models/index.js';
import { formats } from '../../histories/index.js';
import { presets } from '../nemesis-presets.js';
import { Screen } from '../screen.js';

interface Row {
  readonly name: string;
  readonly summary: string;
  readonly [detail: string]: Json;
}

/** A fault with the systems that can have it here, with options for it, and why the others cannot. */
async function faultRow(fault: Fault): Promise<Row> {
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
function servedTypes(client: ClientDefinition): readonly string[] {
  const served = workloads.filter(
    ({ dataType, operations }) => missingMethods(client, dataType, operations).length === 0,
  );
  return [...new Set(served.map(({ dataType }) => dataType.name))];
}

const KINDS = {
  systems: (): readonly Row[] =>
    systems.map(({ name, summary, defaults, client, clientModes, capabilities, runsOn }) => ({
      name,
      summary,
      runsOn,
      dataTypes: servedTypes(client),
      methods: methodsOf(client),
      clients: clientModes,
      capabilities,
      options: defaults,
    })),
  workloads: (): readonly Row[] =>
    workloads.map(({ name, summary, invariant, defaults, checkers }) => ({
      name,
      summary,
      invariant,
      checkers,
      options: defaults,
    })),
  nemeses: (): readonly Row[] => presets.map(({ name, summary }) => ({ name, summary })),
  faults: (): Promise<readonly Row[]> => Promise.all(faults.map(faultRow)),
  checkers: (): readonly Row[] => checkers.map(({ name, summary }) => ({ name, summary })),
  models: (): readonly Row[] =>
    models.map(({ name, summary, ops, initial }) => ({ name, summary, ops, initial })),
  formats: (): readonly Row[] => formats.map(({ name, summary }) => ({ name, summary })),
  scenarios: (): readonly Row[] => scenarios.map(({ name, claim }) => ({ name, summary: claim })),
} as const;

type Kind = keyof typeof KINDS;

/** Tells what can be named: systems, workloads, nemeses, faults, checkers, models, formats, scenarios. */
export function listCommand(): Command {
  return new Command('list')
    .description('systems, workloads, nemeses, faults, checkers, models, formats and scenarios')
    .addArgument(new Argument('[kind]', 'one of them').choices(Object.keys(KINDS)))
    .option('--json', 'as JSON')
    .action(async (kind: Kind | undefined, options: { readonly json?: true }) => {
      const kinds = kind === undefined ? (Object.keys(KINDS) as Kind[]) : [kind];
      const all = await Promise.all(kinds.map(async (one) => [one, await KINDS[one]()] as const));
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
    `  ${name.padEnd(width)}  ${summary}`,
    ...(detailed ? Object.entries(details).map(([key, value]) => detail(width, key, value)) : []),
  ]);
  return [`${kind}:`, ...lines].join('\n');
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
