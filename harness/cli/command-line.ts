import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Command, CommanderError } from 'commander';

import { BUILT_IN, type ConfigSource, findConfig, loadCatalogue } from '../catalogue/index.js';
import { analyzeCommand } from './commands/analyze.js';
import { checkCommand } from './commands/check.js';
import { cleanCommand } from './commands/clean.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { initCommand } from './commands/init.js';
import { listCommand } from './commands/list.js';
import { pruneCommand } from './commands/prune.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { scenarioCommand } from './commands/scenario.js';
import type { CommandContext } from './command-context.js';
import { errorText, EXIT, exitCodeOfError } from './exit-code.js';
import { stderr, stdout } from './output.js';
import { faultlineVersion } from './package-info.js';

/** A command line of one's own: its entries come with it, beside what is built in. */
export interface CommandLineOptions {
  /** How the command is called; `faultline` when absent. */
  readonly name?: string;
  /** Config files whose entries belong to the command line, as paths or `file:` URLs. */
  readonly configs?: readonly (string | URL)[];
}

/**
 * Runs a command line and sets the exit code of the process; never throws. Call `process.exit()` after
 * it: what a store's driver has left open would keep the process.
 */
export async function commandLine(
  argv: readonly string[],
  options: CommandLineOptions = {},
): Promise<void> {
  try {
    await parsed(program(options, argv.slice(2)), argv);
    await Promise.all([stdout.flushed(), stderr.flushed()]);
    const lost = stdout.lost ?? stderr.lost;
    if (lost !== null) throw lost;
  } catch (error) {
    stderr.write(`${errorText(error, process.env['FAULTLINE_STACK'] !== undefined)}\n`);
    process.exitCode = exitCodeOfError(error);
    await stderr.flushed();
  }
}

const examples = (name: string): string => `Examples:
  ${name} init                                   a config for a store of your own, to begin with
  ${name} demo                                   a real Redis Sentinel loses acknowledged writes
  ${name} scenario list                          the claims that can be tested
  ${name} scenario run sentinel-split-brain      test one of them
  ${name} run --system redis-sentinel --nemesis partition-primary --time-limit 30
  ${name} analyze results/latest                 judge a stored run again
  ${name} check history.edn --model cas-register judge a history that anyone recorded
  ${name} doctor --fix                           install and start what is missing

Exit codes: 0 valid or as expected, 1 invalid or not as expected, 2 unknown or proved nothing,
254 bad input, 255 the harness broke, 129, 130 and 143 interrupted by SIGHUP, SIGINT and SIGTERM,
141 nobody reads the output any more.
`;

function program(
  { name = 'faultline', configs = [] }: CommandLineOptions,
  words: readonly string[],
): Command {
  const own = [BUILT_IN, ...configs.map(pathOf)];
  const line: CommandContext = {
    invocation: `npx ${name}`,
    words,
    catalogue: ({ config }) => loadCatalogue([...own, ...usersConfig(config)]),
  };
  const root = new Command(name)
    .description(
      'Finds consistency bugs in replicated stores: real nodes, real faults, verdicts with proof.',
    )
    .version(faultlineVersion())
    .addHelpText('beforeAll', ({ command }) => (command.parent === null ? examples(name) : ''))
    .showHelpAfterError('(--help tells what is possible)')
    .configureOutput({
      writeOut: (text) => {
        stdout.write(text);
      },
      writeErr: (text) => {
        stderr.write(text);
      },
    })
    .exitOverride();
  const commands = [
    initCommand(line),
    demoCommand(line),
    runCommand(line),
    scenarioCommand(line),
    analyzeCommand(line),
    checkCommand(line),
    importCommand(line),
    exportCommand(),
    reportCommand(line),
    listCommand(line),
    doctorCommand(line),
    cleanCommand(),
    pruneCommand(),
  ];
  for (const command of commands) root.addCommand(inheriting(command, root));
  return root;
}

/** The config of `--config`, or that of the working folder, where there is one. */
function usersConfig(given: string | undefined): readonly ConfigSource[] {
  const file = given === undefined ? findConfig(process.cwd()) : resolve(given);
  return file === null ? [] : [file];
}

function pathOf(config: string | URL): string {
  return config instanceof URL || config.startsWith('file:')
    ? fileURLToPath(config)
    : resolve(config);
}

/** The command, and all below it, with the settings of the one above it. */
function inheriting(command: Command, from: Command): Command {
  command.copyInheritedSettings(from);
  for (const below of command.commands) inheriting(below, command);
  return command;
}

/** Does what the command line says. Commander itself has told what is wrong with it, where it is. */
async function parsed(root: Command, argv: readonly string[]): Promise<void> {
  try {
    await root.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors.
    process.exitCode = error.exitCode === 0 ? EXIT.valid : EXIT.badInput;
  }
}
