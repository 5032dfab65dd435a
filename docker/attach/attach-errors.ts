import { EnvironmentError, InputError } from '../../harness/core/errors.js';
import { PROBE_PORT, type Unheard, waysOf } from '../../nodes/index.js';

/** The containers that were given can't be nodes. */
export function notAttachable(expected: string, actual: string, advice: string): InputError {
  return new InputError({ code: 'E_ATTACH', expected, actual, advice });
}

export function notRunning(name: string, state: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_ATTACH_STATE',
    expected: `the container ${name} to run`,
    actual: `its state is "${state}"`,
    advice: 'start it, and wait until your store is ready: Faultline does not start it',
  });
}

export function inUse(name: string, cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: 'E_ATTACH_TAKEN',
    expected: `nobody else to use the container ${name}`,
    actual: 'another run has it, or was killed while it had it',
    advice: 'wait for it to end; if it was killed, run `faultline clean`',
    cause,
  });
}

export function startedAgain(name: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_ATTACH_RESTARTED',
    expected: `the container ${name} to run on from the beginning of the run to its end`,
    actual: 'somebody has ended it or started it again, and its network is another one now',
    advice: 'run the test again, and leave the containers alone meanwhile',
  });
}

/** @param log what our sandbox beside the container has printed. */
export function sandboxFailed(name: string, why: string, log: string): EnvironmentError {
  const printed = log.trim() === '' ? '' : `; our sandbox beside it printed: ${log.trim()}`;
  return new EnvironmentError({
    code: 'E_ATTACH_SANDBOX',
    expected: `the network of the container ${name} to be prepared`,
    actual: `${why}${printed}`,
    advice: 'run `faultline doctor`: it says whether rules can be made in a container here',
  });
}

/** @param logs what our sandboxes have printed, where they have. */
export function notReached(unheard: readonly Unheard[], logs: readonly string[]): EnvironmentError {
  const printed = logs.length === 0 ? '' : `; our sandboxes printed: ${logs.join('; ')}`;
  return new EnvironmentError({
    code: 'E_ATTACH_NETWORK',
    expected: `every container to be reached by this machine and by the others, at port ${String(PROBE_PORT)}`,
    actual: `there is no way from ${waysOf(unheard)}${printed}`,
    advice:
      'run Faultline on the machine of the engine; give containers of one network whose firewalls let each other through, and in which nothing listens at that port',
  });
}
