import { EnvironmentError } from '../../harness/core/errors.js';

/** Code of the error of nodes that run, where no client of this machine reaches them. */
export const NODE_UNREACHABLE = 'E_NODE_UNREACHABLE';

/**
 * A node that runs on an engine, and does not answer here: an engine that `DOCKER_HOST` names may be
 * on another machine.
 */
export function unreachable(
  engine: string,
  { name, address }: { readonly name: string; readonly address: string },
): EnvironmentError {
  return new EnvironmentError({
    code: NODE_UNREACHABLE,
    expected: 'the addresses of the nodes to be reached from this machine, where the clients run',
    actual: `the engine at ${engine} runs ${name} (${address}), and no connection gets there`,
    advice:
      'run Faultline on the machine of the engine, or unset DOCKER_HOST to use the engine of this one; machines of their own can be nodes by ssh (docs/hosts-by-ssh.md)',
  });
}
