import { ENGINE_GONE, EnvironmentError, messageOf } from '../../harness/core/errors.js';

const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EACCES',
]);

/** The engine does not answer at its address. */
export function engineGone(address: string, actual: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError({
    code: ENGINE_GONE,
    expected: `a Docker engine that answers at ${address}`,
    actual,
    advice:
      'run `faultline doctor --fix` to install or start it, then `faultline clean` if a run was cut short',
    cause,
  });
}

/** The error of an engine call as a user should see it. */
export function engineError(address: string, doing: string, thrown: unknown): EnvironmentError {
  if (thrown instanceof EnvironmentError) return thrown;
  const code = property(thrown, 'code');
  const status = property(thrown, 'statusCode');
  const closed = /socket hang up|aborted|premature close/i.test(messageOf(thrown));
  if ((typeof code === 'string' && GONE.has(code)) || (typeof status !== 'number' && closed)) {
    return engineGone(address, `${doing} ended in: ${messageOf(thrown)}`, thrown);
  }
  return new EnvironmentError({
    code: 'E_ENGINE',
    expected: `the Docker engine at ${address} to do: ${doing}`,
    actual: `it answered: ${messageOf(thrown)}`,
    advice: 'look at the engine with `faultline doctor`; its own log says more',
    cause: thrown,
  });
}

/** The HTTP status of an engine's refusal, where there is one. */
export function statusOf(thrown: unknown): number | null {
  const status = property(thrown, 'statusCode');
  return typeof status === 'number' ? status : null;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
