#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

import { analyzeCommand } from './commands/analyze.js';
import { checkCommand } from './commands/check.js';
import { cleanCommand } from './commands/clean.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { listCommand } from './commands/list.js';
import { pruneCommand } from './commands/prune.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { scenarioCommand } from './commands/scenario.js';
import { errorText, EXIT, exitCodeOfError } from './exit-code.js';
import { stderr, stdout } from './output.js';
import { faultlineVersion } from './package-info.js';

const EXAMPLES = `Examples:
  faultline demo                                   a real Redis Sentinel loses acknowledged writes
  faultline scenario list                          the claims that can be tested
  faultline scenario run sentinel-split-brain      test one of them
  faultline run --system redis-sentinel --nemesis partition-primary --time-limit 30
  faultline analyze results/latest                 judge a stored run again
  faultline check history.edn --model cas-register judge a history that anyone recorded
  faultline doctor --fix                           install and start what is missing

Exit codes: 0 valid or as expected, 1 invalid or not as expected, 2 unknown or proved nothing,
254 bad input, 255 the harness broke, 129, 130 and 143 interrupted by SIGHUP, SIGINT and SIGTERM,
141 nobody reads the output any more.
`;

function program(): Command {
  const root = new Command('faultline')
    .description(
      'Finds consistency bugs in replicated stores: real nodes, real faults, verdicts with proof.',
    )
    .version(faultlineVersion())
    .addHelpText('beforeAll', ({ command }) => (command.parent === null ? EXAMPLES : ''))
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
    demoCommand(),
    runCommand(),
    scenarioCommand(),
    analyzeCommand(),
    checkCommand(),
    importCommand(),
    exportCommand(),
    reportCommand(),
    listCommand(),
    doctorCommand(),
    cleanCommand(),
    pruneCommand(),
  ];
  for (const command of commands) root.addCommand(inheriting(command, root));
  return root;
}

/** The command, and all below it, with the settings of the one above it. */
function inheriting(command: Command, from: Command): Command {
  command.copyInheritedSettings(from);
  for (const below of command.commands) inheriting(below, command);
  return command;
}

/** Runs the command line and sets the exit code; never throws. */
async function main(argv: readonly string[]): Promise<void> {
  try {
    await parsed(argv);
    await Promise.all([stdout.flushed(), stderr.flushed()]);
    const lost = stdout.lost ?? stderr.lost;
    if (lost !== null) throw lost;
  } catch (error) {
    stderr.write(`${errorText(error, process.env['FAULTLINE_STACK'] !== undefined)}\n`);
    process.exitCode = exitCodeOfError(error);
  }
}

/** Does what the command line says. Commander itself has told what is wrong with it, where it is. */
async function parsed(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors.
    process.exitCode = error.exitCode === 0 ? EXIT.valid : EXIT.badInput;
  }
}

await main(process.argv);
