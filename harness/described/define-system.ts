import type { CapabilityName } from '../core/capabilities.js';
import { InputError } from '../core/errors.js';
import type { JsonObject } from '../core/json.js';
import type { SystemDefinition } from '../core/system.js';
import { COMMON_WRITE_ROLES } from '../core/write-roles.js';
import { DescribedSystem } from './described-system.js';
import type { SystemDescription, Widened } from './description.js';

/** What nodes in containers offer, and the programs on them. */
const OF_CONTAINERS: readonly CapabilityName[] = [
  'links',
  'traffic',
  'machine',
  'power',
  'disks',
  'processes',
  'serving',
  'descriptors',
];

const NO_DATA_FILES =
  'nothing says in which files this store keeps its data: it has no "dataFiles"';

/** Why programs of any image can't have the other capabilities. */
const REFUSALS_OF_CONTAINERS: Readonly<Partial<Record<CapabilityName, string>>> = {
  clocks:
    'nothing says which time its programs tell, by which a fault of clocks is proven: it has no "time"',
  files: NO_DATA_FILES,
  dataFiles: NO_DATA_FILES,
  failover: 'nothing says how its primary is changed: its "capabilities" have no "failover"',
  primaries: 'nothing says which node is its primary: it has no "role"',
};

const IN_PROCESS =
  'the store lives inside the harness, which has no nodes, programs or disks of it';

/** Hosts that ssh reaches are there before the run, and are not only for it. */
const OF_HOSTS: readonly CapabilityName[] = [
  'links',
  'traffic',
  'processes',
  'serving',
  'descriptors',
];

const REFUSALS_OF_HOSTS: typeof REFUSALS_OF_CONTAINERS = {
  ...REFUSALS_OF_CONTAINERS,
  disks: 'the disks of a host that ssh reaches are not only for the run',
  machine:
    'a host that is frozen, or has neither processor nor memory left, can not be told to go on by ssh; `pause` stops the programs of the store on it',
  power: 'a host that ssh reaches can not be switched on again from here',
};

/** Containers that are there before the run, and are left as they are. */
const OF_ATTACHED: readonly CapabilityName[] = ['links', 'traffic', 'serving'];

const NOT_OURS = 'a container that Faultline has not started';

const REFUSALS_OF_ATTACHED: typeof REFUSALS_OF_CONTAINERS = {
  ...REFUSALS_OF_CONTAINERS,
  clocks: `${NOT_OURS} keeps the clock with which it was started`,
  descriptors: `the limits of ${NOT_OURS} stay as they are`,
  dataFiles: `the data of ${NOT_OURS} stays as it is`,
  disks: `the data of ${NOT_OURS} stays where it is`,
  files: `the data of ${NOT_OURS} stays as it is`,
  machine: `${NOT_OURS} is not frozen, and its limits stay as they are`,
  power: `${NOT_OURS} is neither ended nor started`,
  processes: `the program of ${NOT_OURS} is neither killed, stopped nor started`,
};

const REFUSALS_IN_PROCESS: typeof REFUSALS_OF_CONTAINERS = {
  ...REFUSALS_OF_CONTAINERS,
  ...Object.fromEntries(
    [...OF_CONTAINERS, 'clocks', 'files', 'dataFiles'].map((name) => [name, IN_PROCESS]),
  ),
};

/**
 * A store of one's own.
 *
 * @throws InputError where the name, the client or the start is missing.
 * @example
 * defineSystem({
 *   name: 'etcd',
 *   summary: 'etcd, one member on each node',
 *   image: { name: 'quay.io/coreos/etcd:v3.5.17' },
 *   start: ({ node, nodes }) => ({
 *     name: 'etcd',
 *     command: ['etcd', '--name', node.name, …],
 *     dataFolders: ['/var/lib/etcd'],
 *   }),
 *   client: etcdClient,
 * });
 */
export function defineSystem<Given extends JsonObject, Store>(
  description: SystemDescription<Widened<Given>, Store> & { readonly options?: Given },
): SystemDefinition {
  return definitionOf<Widened<Given>, Store>(description);
}

function definitionOf<Options extends JsonObject, Store>(
  description: SystemDescription<Options, Store>,
): SystemDefinition {
  checkDescription(description);
  const { name, summary, client, options, clientModes = ['pinned'] } = description;
  const { takesWrites, refusalCodes, passesWritesOn, faults, refusals } = description;
  const place = placeOf(description);
  const isStarted = place.runsOn !== 'in-process' && place.attach === undefined;
  return {
    name,
    summary,
    runsOn: place.runsOn,
    ...(place.ssh === undefined ? {} : { ssh: place.ssh }),
    ...(place.attach === undefined ? {} : { attach: place.attach }),
    image: null,
    ...('aliases' in description && description.aliases !== undefined
      ? { aliases: description.aliases }
      : {}),
    defaultNodeCount:
      description.nodeCount ?? place.ssh?.hosts.length ?? place.attach?.containers.length ?? 3,
    client,
    clientModes,
    capabilities: [
      ...new Set([
        ...place.offers,
        ...(description.role === undefined ? [] : ['primaries']),
        ...(isStarted && description.time !== undefined ? ['clocks'] : []),
        ...(isStarted && description.dataFiles !== undefined ? ['files', 'dataFiles'] : []),
        ...Object.keys(description.capabilities ?? {}),
      ]),
    ],
    roles: {
      takesWrites: takesWrites ?? COMMON_WRITE_ROLES.takesWrites,
      refusalCodes: refusalCodes ?? COMMON_WRITE_ROLES.refusalCodes,
      ...(passesWritesOn === true && { passesWritesOn }),
    },
    ...(faults === undefined ? {} : { faults }),
    refusals: { ...place.refusals, ...refusals },
    changedSettings: (given) =>
      description.changedSettings?.({ ...options, ...given } as Options) ?? [],
    defaults: options ?? {},
    layout(given, nodes) {
      const problem = description.check?.({ ...options, ...given } as Options, nodes);
      if (problem !== undefined) throw wrongOptions(name, problem);
      return { data: nodes, watchers: [] };
    },
    create: (context) => new DescribedSystem(description, context),
  };
}

/** Where the store runs, and what follows for faults. */
function placeOf<Options extends JsonObject, Store>(
  description: SystemDescription<Options, Store>,
): Pick<SystemDefinition, 'runsOn' | 'ssh' | 'attach'> & {
  readonly offers: readonly CapabilityName[];
  readonly refusals: typeof REFUSALS_OF_CONTAINERS;
} {
  if (description.runsOn === 'in-process') {
    return { runsOn: 'in-process', offers: [], refusals: REFUSALS_IN_PROCESS };
  }
  const { ssh, attach } = description;
  if (attach !== undefined) {
    return { runsOn: 'containers', attach, offers: OF_ATTACHED, refusals: REFUSALS_OF_ATTACHED };
  }
  if (ssh === undefined) {
    return { runsOn: 'containers', offers: OF_CONTAINERS, refusals: REFUSALS_OF_CONTAINERS };
  }
  return { runsOn: 'hosts', ssh, offers: OF_HOSTS, refusals: REFUSALS_OF_HOSTS };
}

function wrongOptions(name: string, problem: string): InputError {
  return new InputError({
    code: 'E_SYSTEM_OPTIONS',
    expected: `options that make sense for ${name}`,
    actual: problem,
    advice: 'correct the options of the system, or the number of nodes',
  });
}

/** For those who write without types. */
function checkDescription<Options extends JsonObject, Store>(
  description: SystemDescription<Options, Store>,
): void {
  const { name, client, start, attach, runsOn } = description as Partial<
    SystemDescription<Options, Store>
  >;
  const missing = [
    ...(typeof name === 'string' && name !== '' ? [] : ['name']),
    ...(typeof client?.open === 'function' ? [] : ['client (a value of defineClient)']),
    ...(typeof start === 'function' || attach !== undefined || runsOn === 'in-process'
      ? []
      : ['start']),
  ];
  if (missing.length === 0) return;
  throw new InputError({
    code: 'E_SYSTEM',
    expected: "a system with a name, a client, and start (or attach, or runsOn: 'in-process')",
    actual: `${name ?? 'a system'} has no ${missing.join(', no ')}`,
    advice: 'add what is missing to the argument of defineSystem',
  });
}
