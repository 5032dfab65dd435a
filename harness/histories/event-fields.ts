import type { Json } from '../core/json.js';
import { NEMESIS, type OpError, type OpType, type Process } from '../core/op.js';
import { MalformedHistoryError, quoted } from './malformed.js';
import type { Place, RecordedEvent, RecordedValue } from './recorded-event.js';

/** The fields of an event as a text gives them. */
export interface EventFields {
  readonly process: RecordedValue | undefined;
  readonly type: RecordedValue | undefined;
  readonly f: RecordedValue | undefined;
  readonly value: RecordedValue | undefined;
  readonly time: RecordedValue | undefined;
  readonly node: RecordedValue | undefined;
  readonly error: RecordedValue | undefined;
}

const TYPES: ReadonlySet<unknown> = new Set<OpType>(['invoke', 'ok', 'fail', 'info']);
const MAX_PROCESS = 2 ** 31 - 1;

/**
 * The event of some fields.
 * @throws MalformedHistoryError naming the field, what it must be and what came.
 */
export function eventOf(fields: EventFields, place: Place): RecordedEvent {
  const { process, type, f, value, time, node } = fields;
  if (!isProcess(process)) {
    throw wrong(place, `process to be an integer from 0 or "${NEMESIS}"`, process);
  }
  if (!isType(type)) throw wrong(place, 'type to be one of invoke, ok, fail and info', type);
  if (typeof f !== 'string' || f === '') throw wrong(place, 'f to be the name of an op', f);
  if (time !== undefined && typeof time !== 'number' && typeof time !== 'bigint') {
    throw wrong(place, 'time to be a number of nanoseconds', time);
  }
  if (node !== undefined && typeof node !== 'string') {
    throw wrong(place, 'node to be a string', node);
  }
  return {
    process,
    type,
    f,
    value,
    time: time === undefined ? undefined : Number(time),
    node,
    error: errorOf(fields.error),
    place,
  };
}

function isProcess(process: RecordedValue | undefined): process is Process {
  if (process === NEMESIS) return true;
  return (
    typeof process === 'number' &&
    Number.isInteger(process) &&
    process >= 0 &&
    process <= MAX_PROCESS
  );
}

function isType(type: RecordedValue | undefined): type is OpType {
  return TYPES.has(type);
}

function wrong(place: Place, expected: string, got: RecordedValue | undefined): Error {
  return new MalformedHistoryError(place, expected, quoted(got));
}

/** Ours is an object with a code; what others record becomes the code as it stands. */
function errorOf(error: RecordedValue | undefined): OpError | undefined {
  if (error === undefined || error === null) return undefined;
  if (typeof error === 'object' && 'code' in error && typeof error['code'] === 'string') {
    const { code, message, saw } = error;
    return {
      code,
      ...(typeof message === 'string' ? { message } : {}),
      ...(saw === undefined ? {} : { saw: saw as Json }),
    };
  }
  return { code: typeof error === 'string' ? error : quoted(error) };
}
