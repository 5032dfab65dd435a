import { EnvironmentError } from '../../harness/core/errors.js';

/** A command was for a container that does not run, or is frozen. */
export function nodeNotRunning(error: EnvironmentError): EnvironmentError {
  return new EnvironmentError({
    code: 'E_NODE_GONE',
    expected: 'a running node',
    actual: error.actual,
    advice: "the node was stopped or paused from outside, or ended by itself: see the node's log",
    cause: error,
  });
}

/** A command was for a container that is not there any more. */
export function nodeVanished(id: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_NODE_GONE',
    expected: 'a node whose container is there',
    actual: `the engine has no container ${id.slice(0, 12)} any more`,
    advice:
      'somebody removed it during the run: look for a `docker rm`, a prune, or a second clean',
  });
}
