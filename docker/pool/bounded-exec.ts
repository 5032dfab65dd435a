import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import type { Engine } from '../engine/engine.js';

const EXEC_MS = 10_000;
/** What the engine may take on top of the command itself. */
const ENGINE_MS = 10_000;

/**
 * Runs a command in a container of a node, which must have `timeout`.
 * @throws EnvironmentError `E_NODE_EXEC_TIMEOUT` when the command does not end within its bound; it
 *   is then killed.
 */
export async function boundedExec(
  engine: Engine,
  clock: Clock,
  on: { readonly name: string; readonly container: string },
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const { timeout_ms = EXEC_MS, env = {} } = options;
  // The engine can't end what it has started, so the bound is kept inside the node.
  const guarded = ['timeout', '-s', 'KILL', String(timeout_ms / 1000), ...command];
  const start_ns = clock.now();
  const bounds = { env, timeout_ms: timeout_ms + ENGINE_MS };
  const result = await engine.exec(on.container, guarded, bounds);
  const late = clock.now() - start_ns >= timeout_ms * NS_PER_MS;
  if (late && result.exitCode === 137) {
    const expected = `to end within ${String(timeout_ms)} ms`;
    throw commandError(on.name, 'E_NODE_EXEC_TIMEOUT', command, expected, result);
  }
  return result;
}

/** A command on a node that did not do what it was to do, with the end of what it printed. */
export function commandError(
  node: string,
  code: string,
  command: readonly string[],
  expected: string,
  result: ExecResult,
): EnvironmentError {
  const what = command.map((word) => (word.length > 80 ? `${word.slice(0, 80)}…` : word));
  const output = `${result.stderr}${result.stdout}`.trim().slice(-2000);
  return new EnvironmentError({
    code,
    expected: `\`${what.join(' ')}\` on ${node} ${expected}`,
    actual: `exit code ${String(result.exitCode)}${output === '' ? '' : `: ${output}`}`,
    advice: "see the node's logs; `faultline doctor` looks at the machine",
  });
}
