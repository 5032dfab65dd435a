import { Option, type Command } from 'commander';

import { CLIENT_MODES, type ClientMode } from '../core/client.js';
import { DEFAULTS } from '../plan/index.js';
import { withRunningOptions, type RunningOptions } from './common-options.js';
import { appended, atLeast, fraction, integer, keyValue, list } from './option-parsers.js';

/** What `run` is told, beside what every command that runs tests is told. */
export interface RunOptions extends RunningOptions {
  readonly system?: string;
  readonly workload?: readonly string[];
  readonly nemesis: readonly string[];
  readonly checkers?: readonly string[];
  readonly logPattern?: readonly string[];
  readonly nodes?: number;
  readonly clients?: ClientMode;
  readonly concurrency: number;
  readonly rate: number;
  readonly timeLimit?: number;
  readonly opTimeout: number;
  readonly quiet: number;
  readonly active: number;
  readonly atOnce: number;
  readonly jitter: number;
  readonly acknowledgedPerFault: number;
  readonly seed?: number;
  readonly repeat: number;
  readonly systemOption?: Readonly<Record<string, string>>;
  readonly workloadOption?: Readonly<Record<string, string>>;
  readonly dryRun?: true;
  readonly schedule?: string;
  readonly replay?: string;
}

/** Options of the times of a nemesis; a schedule has its own. */
export const TIMING = ['quiet', 'active', 'atOnce', 'jitter'] as const;
/** Options of the test; a stored run has its own. */
const TEST = [
  'system',
  'workload',
  'checkers',
  'logPattern',
  'nodes',
  'clients',
  'concurrency',
  'rate',
  'timeLimit',
  'opTimeout',
  'acknowledgedPerFault',
  'systemOption',
  'workloadOption',
] as const;

/** The options of `run`. */
export function withRunOptions(command: Command): Command {
  return withRunningOptions(
    command
      .option(
        '--system <name>',
        'what is tested (default: that of your config, or else redis-sentinel)',
      )
      .option(
        '--workload <names>',
        'what clients do, joined by commas: a test for each (default: set; of a system of your config every one that fits)',
        list,
      )
      .option(
        '--nemesis <names>',
        'what goes wrong, joined by commas: one test, in which each of them gets its turn before one comes again',
        list,
        ['none'],
      )
      .option(
        '--checkers <names>',
        'what judges the history, beside the checkers of every test (default: the workload’s own)',
        list,
      )
      .option(
        '--log-pattern <regexp>',
        'a line of a node’s log that it fits makes the run invalid: asks the checker log-patterns; may be given again',
        appended,
      )
      .option('--nodes <count>', 'nodes (default: the system’s own)', integer(1, 50))
      .addOption(
        new Option(
          '--clients <mode>',
          'smart: follow the store’s discovery; primary: stay with the primary that they found; pinned: one node each, replicas too, whose own reads may be stale by design (default: the system’s own)',
        ).choices(CLIENT_MODES),
      )
      .option('--concurrency <count>', 'client threads', integer(1, 10_000), DEFAULTS.concurrency)
      .option(
        '--rate <per second>',
        'mean ops per second over all threads; 0: as fast as it goes; the verdict of stats says so where fewer came',
        atLeast(0),
        DEFAULTS.rate,
      )
      .option(
        '--time-limit <seconds>',
        `length of the main phase, which goes on for a fault that has begun (default: ${DEFAULTS.timeLimit_ms / 1000}; for steps, as long as they may take beside that)`,
        atLeast(0.1),
      )
      .option(
        '--op-timeout <seconds>',
        'an op without an answer for so long is unknown',
        atLeast(0.01),
        DEFAULTS.opTimeout_ms / 1000,
      )
      .option('--quiet <seconds>', 'time before each fault', atLeast(0), DEFAULTS.quiet_ms / 1000)
      .option(
        '--active <seconds>',
        'length of each fault, from the order that begins it to the one that ends it',
        atLeast(0),
        DEFAULTS.active_ms / 1000,
      )
      .option(
        '--at-once <count>',
        'faults that may be active at the same time',
        integer(1, 20),
        DEFAULTS.at_once,
      )
      .option(
        '--jitter <fraction>',
        'how far these two vary, from 0 to 1',
        fraction,
        DEFAULTS.jitter,
      )
      .option(
        '--acknowledged-per-fault <writes>',
        'so many writes must be acknowledged while a fault lasts, else the run is unknown; 0: none',
        integer(0),
        DEFAULTS.acknowledgedPerFault,
      )
      .option(
        '--seed <number>',
        'fixes the ops and the fault schedule, not the store',
        integer(0, 0xffffffff),
      )
      .option('--repeat <times>', 'runs, with seeds that count on', integer(1, 10_000), 1)
      .option(
        '--system-option <key=value>',
        'an option of the system; may be given again',
        keyValue,
      )
      .option(
        '--workload-option <key=value>',
        'an option of the workload; may be given again',
        keyValue,
      )
      .addOption(
        new Option(
          '--schedule <file>',
          'faults by a schedule of your own, as --dry-run prints it',
        ).conflicts(['nemesis', ...TIMING]),
      )
      .addOption(
        new Option(
          '--replay <run>',
          'the test of a stored run, with the faults that it in fact met',
        ).conflicts(['schedule', 'nemesis', ...TIMING, ...TEST]),
      )
      .addOption(
        new Option('--dry-run', 'print the resolved test as JSON and stop').conflicts([
          'repeat',
          'junit',
          'markdown',
        ]),
      ),
  );
}
