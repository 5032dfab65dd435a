import { Command, Option } from 'commander';

import { hostKernel } from '../../../docker/index.js';
import type { LoadedCatalogue } from '../../catalogue/index.js';
import { CLIENT_MODES, type ClientMode } from '../../core/client.js';
import { InputError } from '../../core/errors.js';
import { worstOutcome, type Outcome } from '../../core/verdict.js';
import {
  DEFAULTS,
  type NemesisRequest,
  optionsFromText,
  type PlannedTest,
  type Planning,
  planReplay,
  planTest,
  type TestRequest,
} from '../../plan/index.js';
import { readRun } from '../../store/run-reader.js';
import { readSchedule } from '../../store/schedule-file.js';
import { campaignRun } from '../campaign.js';
import { chosenParts } from '../chosen-parts.js';
import type { CommandContext } from '../command-context.js';
import { withRunningOptions, type RunningOptions } from '../common-options.js';
import { EXIT, exitCodeOfOutcome } from '../exit-code.js';
import { atLeast, fraction, integer, keyValue, list } from '../option-parsers.js';
import { repeatCommand } from '../repeat-command.js';
import { Screen } from '../screen.js';
import { freshSeed, seedOfRepeat } from '../seed.js';
import { Session } from '../session.js';
import { repeatedName, Summaries } from '../summaries.js';
import { printRun } from '../summary.js';

interface RunOptions extends RunningOptions {
  readonly system?: string;
  readonly workload?: readonly string[];
  readonly nemesis: readonly string[];
  readonly checkers?: readonly string[];
  readonly nodes?: number;
  readonly clients?: ClientMode;
  readonly concurrency: number;
  readonly rate: number;
  readonly timeLimit: number;
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
const TIMING = ['quiet', 'active', 'atOnce', 'jitter'] as const;
/** Options of the test; a stored run has its own. */
const TEST = [
  'system',
  'workload',
  'checkers',
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

const EXAMPLES = `Examples:
  faultline run --system redis-sentinel --nemesis partition-primary --time-limit 30
  faultline run --system redis-sentinel --clients pinned --nemesis partition-primary
  faultline run --system redis-replication --workload register --rate 0
  faultline run --system memory --system-option splitBrain=true --nemesis partition-primary
`;

/** A test put together on the command line. */
export function runCommand(line: CommandContext): Command {
  return withRunningOptions(
    new Command('run')
      .description('test a system with a workload under a nemesis; exits by the verdict')
      .addHelpText('before', EXAMPLES)
      .option(
        '--system <name>',
        'what is tested (default: that of your config, or else redis-sentinel)',
      )
      .option(
        '--workload <names>',
        'what clients do, joined by commas: a test for each (default: set; of a system of your config every one that fits)',
        list,
      )
      .option('--nemesis <names>', 'what goes wrong, joined by commas', list, ['none'])
      .option('--checkers <names>', 'what judges the history (default: the workload’s own)', list)
      .option('--nodes <count>', 'nodes (default: the system’s own)', integer(1, 50))
      .addOption(
        new Option(
          '--clients <mode>',
          'smart: follow the store’s discovery; primary: stay with the primary that they found; pinned: one node each, replicas too, whose reads are stale by design (default: the system’s own)',
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
        'length of the main phase',
        atLeast(0.1),
        DEFAULTS.timeLimit_ms / 1000,
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
  ).action((options: RunOptions, command: Command) => run(line, options, command));
}

async function run(line: CommandContext, options: RunOptions, command: Command): Promise<void> {
  const catalogue = await line.catalogue(options);
  refuseIdleOptions(options, command, catalogue);
  const tests = await planned(options, catalogue);
  const screen = new Screen();
  const leftOut = new Map(tests.flatMap((test) => [...test.leftOut]));
  for (const [f, reason] of leftOut) screen.log(`left out: ${f} (${reason})`);
  if (options.dryRun === true) {
    const plans = tests.map(({ plan }) => plan);
    screen.json(plans.length === 1 ? plans[0] : plans);
    return;
  }
  const runs = tests.flatMap((test) =>
    Array.from({ length: options.repeat }, (_, count) => ({
      test: { ...test, plan: { ...test.plan, seed: seedOfRepeat(test.plan.seed, count) } },
      name: repeatedName(test.plan.name, count, options.repeat),
      system: test.system.name,
      workload: test.workload.name,
    })),
  );
  await Session.use(options, catalogue, async (session) => {
    const outcomes: Outcome[] = [];
    let failed = false;
    const summaries = new Summaries(
      options,
      runs.map(({ name, system, workload }) => ({ name, system, workload })),
    );
    for (const [index, { test, workload }] of runs.entries()) {
      const { seed } = test.plan;
      const which = tests.length === 1 ? { seed } : { seed, workload };
      const command = repeatCommand(line.invocation, line.words, which);
      const report = await summaries.during(index, () =>
        campaignRun(session, { test, scenario: null, command }),
      );
      outcomes.push(report.analysis.outcome);
      failed ||= report.run.ended === 'failed';
      printRun(session.screen, report, options.json === true);
    }
    process.exitCode = failed ? EXIT.crash : exitCodeOfOutcome(worstOutcome(outcomes));
  });
}

/** @throws InputError for anything that does not fit together. */
async function planned(
  options: RunOptions,
  catalogue: LoadedCatalogue,
): Promise<readonly PlannedTest[]> {
  const planning: Planning = { catalogue, kernel: hostKernel };
  if (options.replay !== undefined) {
    return [await planReplay(await readRun(options.replay), options.seed, planning)];
  }
  const { system, workloads } = chosenParts(options, catalogue);
  const seed = options.seed ?? freshSeed();
  const tests: PlannedTest[] = [];
  for (const workload of workloads) {
    tests.push(await planTest(await requestOf(options, { system, workload, seed }), planning));
  }
  return tests;
}

async function requestOf(
  options: RunOptions,
  { system, workload, seed }: Pick<PlannedTest, 'system' | 'workload'> & { readonly seed: number },
): Promise<TestRequest> {
  const { checkers, nodes, clients } = options;
  return {
    system: system.name,
    workload: workload.name,
    systemOptions: optionsFromText(system.name, system.defaults, options.systemOption ?? {}),
    workloadOptions: optionsFromText(
      workload.name,
      workload.defaults,
      options.workloadOption ?? {},
    ),
    faults:
      options.schedule === undefined ? nemesisOf(options) : await readSchedule(options.schedule),
    ...(checkers === undefined ? {} : { checkers }),
    ...(nodes === undefined ? {} : { nodeCount: nodes }),
    ...(clients === undefined ? {} : { clientMode: clients }),
    concurrency: options.concurrency,
    rate: options.rate,
    timeLimit_ms: options.timeLimit * 1000,
    opTimeout_ms: options.opTimeout * 1000,
    acknowledgedPerFault: options.acknowledgedPerFault,
    seed,
  };
}

function nemesisOf(options: RunOptions): NemesisRequest {
  return {
    nemesis: options.nemesis,
    quiet_ms: options.quiet * 1000,
    active_ms: options.active * 1000,
    at_once: options.atOnce,
    jitter: options.jitter,
  };
}

/**
 * Options that would have no effect are refused, not dropped in silence.
 * @throws InputError
 */
function refuseIdleOptions(
  options: RunOptions,
  command: Command,
  catalogue: LoadedCatalogue,
): void {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const flagOf = (name: string): string =>
    command.options.find((option) => option.attributeName() === name)?.long ?? name;
  const faultless = !['nemesis', 'schedule', 'replay'].some(given);
  const idle = [...TIMING, 'acknowledgedPerFault'].filter((name) => faultless && given(name));
  if (idle.length > 0) {
    throw new InputError({
      code: 'E_IDLE_OPTION',
      expected: `a fault that ${idle.map(flagOf).join(' and ')} can be about`,
      actual: 'none was asked for',
      advice: 'name one with --nemesis or --schedule, or leave these options out',
    });
  }
  if (options.subnet !== undefined && options.replay === undefined) {
    const { system } = chosenParts(options, catalogue);
    if (system.runsOn === 'containers') return;
    throw new InputError({
      code: 'E_IDLE_OPTION',
      expected: 'a system with nodes in containers for --subnet',
      actual:
        system.runsOn === 'hosts'
          ? `the nodes of ${system.name} are hosts, with networks of their own`
          : `${system.name} runs in this process and has no network`,
      advice: 'leave --subnet out, or choose another system',
    });
  }
}
