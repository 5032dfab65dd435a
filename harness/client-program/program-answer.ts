import { InputError } from '../core/errors.js';
import type { Json, JsonObject } from '../core/json.js';
import { OpFailed, OpIndeterminate } from '../core/op-errors.js';

const SHOWN = 300;

/**
 * What a line of a client's program says of the op that it was asked for.
 * @returns what its method returned.
 * @throws OpFailed and OpIndeterminate as the program says; InputError for a line that is no answer.
 */
export function readAnswer(line: string): Json {
  const answer = parsed(line);
  if (answer === null) throw noAnswer(line);
  const kinds = ['ok', 'fail', 'info'].filter((kind) => Object.hasOwn(answer, kind));
  const [kind] = kinds;
  if (kinds.length !== 1 || kind === undefined) throw noAnswer(line);
  if (kind === 'ok') return answer['ok'] ?? null;
  const { [kind]: code, message = '', saw, reconnect } = answer;
  if (typeof code !== 'string' || typeof message !== 'string') throw noAnswer(line);
  const details = { ...(saw === undefined ? {} : { saw }), reconnect: reconnect === true };
  throw kind === 'fail'
    ? new OpFailed(code, message, details)
    : new OpIndeterminate(code, message, details);
}

function parsed(line: string): JsonObject | null {
  try {
    const value = JSON.parse(line) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** The error for a line that no program of a client should print. */
export function noAnswer(line: string): InputError {
  const shown = line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
  return new InputError({
    code: 'E_CLIENT_PROGRAM_ANSWER',
    expected:
      'the program of the client to answer each line with one line of JSON: {"ok": value}, {"fail": "code", "message": "…"} or {"info": "code", "message": "…"}',
    actual: `it printed: ${shown}`,
    advice:
      'let the program print nothing else on standard output; what it logs goes to standard error',
  });
}
