import type { Json } from '../core/json.js';
import { NEMESIS, type OpError, type OpType, type Process } from '../core/op.js';
import { MalformedHistoryError, quoted } from './malformed.js';
import type { Place, RecordedEvent, RecordedValue } from './recorded-event.js';

type Field = RecordedValue | undefined;

/** The fields of an event as a text gives them. What else it gives is passed over. */
export interface EventFields {
  readonly process: Field;
  /** What other recorders call the process. */
  readonly client: Field;
  readonly type: Field;
  readonly f: Field;
  /** The object that the op is about; with it the value of the event is `[key value]`. */
  readonly key: Field;
  readonly value: Field;
  readonly time: Field;
  readonly node: Field;
  readonly error: Field;
}

/** The names of those fields: columns of CSV, for example. */
export const FIELDS: readonly (keyof EventFields)[] = [
  'process',
  'client',
  'type',
  'f',
  'key',
  'value',
  'time',
  'node',
  'error',
];

const TYPES: ReadonlySet<unknown> = new Set<OpType>(['invoke', 'ok', 'fail', 'info']);

/**
 * The event of some fields.
 * @param names - what the text calls its fields, for the message when one is missing.
 * @param line - of an event that had been imported before: its line in the file that it came from.
 * @throws MalformedHistoryError naming the field, what it must be and what came.
 */
export function eventOf(
  fields: Partial<EventFields>,
  place: Place,
  names: (fields: object) => readonly string[] = Object.keys,
  line?: number,
): RecordedEvent {
  const { type, f, node } = fields;
  const process = fields.process ?? fields.client;
  if (!isProcess(process)) {
    const expected = `process to be an integer from 0 to 2^53 - 1, or "${NEMESIS}",`;
    throw wrong(place, expected, process, names(fields));
  }
  if (!isType(type)) {
    throw wrong(place, 'type to be one of invoke, ok, fail and info', type, names(fields));
  }
  if (typeof f !== 'string' || f === '') {
    throw wrong(place, 'f to be the name of an op', f, names(fields));
  }
  const { time } = fields;
  if (time !== undefined && !isTime(time)) {
    const expected =
      'time to be a number of nanoseconds from 0, as an integer if it is beyond 2^53,';
    throw wrong(place, expected, time, []);
  }
  if (node !== undefined && typeof node !== 'string') {
    throw wrong(place, 'node to be a string', node, []);
  }
  const value = fields.key === undefined ? fields.value : keyed(fields.key, fields.value, type);
  return { process, type, f, value, time, node, error: errorOf(fields.error), place, line };
}

function wrong(place: Place, expected: string, got: Field, names: readonly string[]): Error {
  return new MalformedHistoryError(
    place,
    expected,
    got === undefined ? missing(names) : quoted(got),
  );
}

function isProcess(process: Field): process is Process {
  return (
    process === NEMESIS ||
    (typeof process === 'number' && Number.isSafeInteger(process) && process >= 0)
  );
}

function isType(type: Field): type is OpType {
  return TYPES.has(type);
}

/** A number beyond 2^53 that is no integer in the text was rounded by who wrote it. */
function isTime(time: RecordedValue): time is number | bigint {
  if (typeof time === 'number') return time >= 0 && time <= Number.MAX_SAFE_INTEGER;
  return typeof time === 'bigint' && time >= 0n;
}

function missing(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : `nothing: the fields of the op are ${names.join(', ')}`;
}

/** A completion that does not say its value says nothing; an invocation says its key. */
function keyed(key: RecordedValue, value: Field, type: OpType): Field {
  return value === undefined && type !== 'invoke' ? undefined : [key, value ?? null];
}

/** Ours is an object with a code; what others record becomes the code as it stands. */
function errorOf(error: Field): OpError | undefined {
  if (error === undefined || error === null) return undefined;
  if (typeof error !== 'object' || Array.isArray(error)) {
    return { code: typeof error === 'string' ? error : quoted(error) };
  }
  const { code, message, saw } = error as { readonly [field: string]: Field };
  return {
    code: typeof code === 'string' ? code : quoted(code ?? error),
    ...(typeof message === 'string' ? { message } : {}),
    ...(saw === undefined ? {} : { saw: saw as Json }),
  };
}
