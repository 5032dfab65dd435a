import type Docker from 'dockerode';
import { type Clock, sleep } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecResult } from '../../harness/core/exec.js';
import type { EngineExecOptions } from './engine.js';
import { Output } from './output.js';

const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/** Runs a command in a container; an exit code other than 0 is a result. */
export async function runCommand(
  docker: Docker,
  clock: Clock,
  container: string,
  command: readonly string[],
  options: EngineExecOptions,
): Promise<ExecResult> {
  const exec = await docker.getContainer(container).exec({
    Cmd: [...command],
    Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const output = new Output();
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk);
      if (output.size_bytes > OUTPUT_BYTES_MAX) {
        stream.destroy();
        reject(tooMuchOutput(command));
      }
    });
    stream.on('end', resolve);
    stream.on('close', resolve);
    stream.on('error', reject);
  });
  const exitCode = await exitCodeOf(exec, clock);
  return { exitCode, stdout: output.stdout, stderr: output.stderr };
}

// The output's end may be seen before the engine has noted the exit code.
async function exitCodeOf(exec: Docker.Exec, clock: Clock): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { ExitCode } = await exec.inspect();
    if (ExitCode !== null) return ExitCode;
    await sleep(clock, Math.min(50, tries));
  }
  throw new Error('the command closed its output but did not end');
}

function tooMuchOutput(command: readonly string[]): EnvironmentError {
  return new EnvironmentError({
    code: 'E_EXEC_OUTPUT',
    expected: `at most ${String(OUTPUT_BYTES_MAX)} bytes of output from ${command[0] ?? ''}`,
    actual: 'it wrote more',
    advice: 'ask for the tail of the file, or less of it',
  });
}
