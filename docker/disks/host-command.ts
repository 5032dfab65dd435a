import { execa } from 'execa';
import { EnvironmentError } from '../../harness/core/errors.js';

const COMMAND_MS = 30_000;

/** What is asked of this machine for nodes' disks, by the words of the field. */
export interface HostCommand {
  /** What it is for, for the error: `make a filesystem`. */
  readonly doing: string;
  readonly program: string;
  readonly parameters: readonly string[];
  /** Exit codes that are no failure, beside 0. */
  readonly accept?: readonly number[];
}

/**
 * Runs a program on this machine, as root; its output.
 * @throws EnvironmentError `E_DISK` with what it said.
 */
export async function onHost(command: HostCommand): Promise<string> {
  const { doing, program, parameters, accept = [] } = command;
  const result = await execa(program, parameters, {
    env: { LC_ALL: 'C' },
    reject: false,
    stdin: 'ignore',
    timeout: COMMAND_MS,
    // Ctrl-C goes to the whole process group of a terminal, and must not end a teardown's commands.
    detached: true,
  });
  if (!result.failed || accept.includes(result.exitCode ?? -1)) return result.stdout;
  throw diskError(
    `this machine to ${doing}`,
    `\`${program}\` said: ${result.stderr.trim() || (result.originalMessage ?? '')}`,
  );
}

/** Something about the disk of a node that could not be done. */
export function diskError(expected: string, actual: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_DISK',
    expected,
    actual,
    advice:
      'run as root on the machine of the engine, with e2fsprogs, util-linux and loop devices; `faultline doctor` looks at them',
  });
}
