import type { ChangedSetting } from '../../harness/index.js';
import { problemWithChoice } from '../choice.js';
import { DEFAULT_VERSION, VERSIONS } from './image.js';

/** How ZooKeeper is started, and how its clients read. */
export type ZooKeeperOptions = {
  /** One of {@link VERSIONS}. */
  readonly version: string;
  /** How reads of data and of children are made: {@link READS}. */
  readonly reads: string;
  /** The unit of all its times. */
  readonly tickTime_ms: number;
  /** Ticks that a follower may take to follow its leader. */
  readonly initLimit: number;
  /** Ticks that a follower may lag behind its leader, and a leader go without a majority. */
  readonly syncLimit: number;
  /** Whether servers sync what they have logged before they acknowledge it. */
  readonly forceSync: boolean;
  /** Without a sign of life of its client, a session ends after this; bounded by 2 and 20 ticks. */
  readonly sessionTimeout_ms: number;
};

/** Those of ZooKeeper itself are the ones of the sample configuration that comes with it. */
export const defaults = {
  version: DEFAULT_VERSION as string,
  reads: 'quorum',
  tickTime_ms: 2000,
  initLimit: 10,
  syncLimit: 5,
  forceSync: true as boolean,
  sessionTimeout_ms: 10_000,
} satisfies ZooKeeperOptions;

/**
 * How clients read.
 *
 * - `plain`: what the asked server holds.
 * - `synced`: the same after a `sync`, by which the server catches up with whom it takes for its leader.
 * - `quorum`: the same after a write of the same session, which a majority has agreed to.
 */
export const READS = ['plain', 'synced', 'quorum'] as const;

/** Why options make no sense together, in a sentence. */
export function problemWith(options: ZooKeeperOptions): string | undefined {
  const { version, reads, forceSync: _forceSync, ...numbers } = options;
  const unknown =
    problemWithChoice('version', version, VERSIONS) ?? problemWithChoice('reads', reads, READS);
  if (unknown !== undefined) return unknown;
  const wrong = Object.entries(numbers).find(([, of]) => !Number.isInteger(of) || of <= 0);
  if (wrong !== undefined)
    return `${wrong[0]} is ${wrong[1]}, and has to be a whole number above 0`;
  return undefined;
}

const SETTINGS = [
  ['tickTime', 'tickTime_ms'],
  ['initLimit', 'initLimit'],
  ['syncLimit', 'syncLimit'],
  ['forceSync', 'forceSync'],
] as const;

/** What the harness changes in every server, and why. */
const NEEDED: readonly ChangedSetting[] = [
  {
    name: 'maxClientCnxns',
    value: '0',
    default: '60',
    option: null,
    reason: 'all clients come from one address',
  },
  {
    name: 'admin.enableServer',
    value: 'false',
    default: 'true',
    option: null,
    reason: 'nobody asks it',
  },
  {
    name: 'preAllocSize',
    value: '1024',
    default: '65536',
    option: null,
    reason: 'a node that starts would write 64 MiB of zeros first',
  },
];

/** The lines of `zoo.cfg` for these options. */
export function configurationOf(options: ZooKeeperOptions): readonly string[] {
  return [
    ...SETTINGS.map(([name, option]) => `${name}=${textOf(options[option])}`),
    ...NEEDED.map(({ name, value }) => `${name}=${value}`),
  ];
}

/** What differs from ZooKeeper's sample configuration. */
export function changedSettings(options: ZooKeeperOptions): readonly ChangedSetting[] {
  const changed = SETTINGS.filter(([, option]) => options[option] !== defaults[option]);
  return [
    ...changed.map(([name, option]) => ({
      name,
      value: textOf(options[option]),
      default: textOf(defaults[option]),
      option,
    })),
    ...NEEDED,
  ];
}

function textOf(value: number | boolean): string {
  if (typeof value === 'number') return String(value);
  return value ? 'yes' : 'no';
}
