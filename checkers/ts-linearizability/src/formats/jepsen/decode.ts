import { InvalidEventError } from '../../errors/errors.js';
import type {
  CasRegisterInput,
  CasRegisterOutput,
  KeyValueInput,
  KeyValueOutput,
  MicroOperation,
  MultiRegisterInput,
  MultiRegisterOutput,
  MutexInput,
  MutexOutput,
} from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { describeValue } from '../../values/describe.js';
import type { JepsenOperation } from './event.js';

/** How to read what a history leaves open. */
export interface DecodeOptions {
  /** What a read of nil saw: the value `null` (default), or it is not known. */
  readonly nilRead?: 'null' | 'unknown';
  /** What a failed cas did: it saw another value (default), or it never ran. */
  readonly failedCas?: 'saw-other' | 'did-not-happen';
}

type Decoded<Input, Output> = Operation<Input, Output>[];

/** Operations of a register or compare-and-set register: `read`, `write v`, `cas [from to]`. */
export function decodeCasRegister(
  operations: readonly JepsenOperation[],
  options: DecodeOptions = {},
): Decoded<CasRegisterInput, CasRegisterOutput> {
  type Decoding = Meaning<CasRegisterInput, CasRegisterOutput> | undefined;
  return decode(operations, (operation): Decoding => {
    const { f, value, outcome, result } = operation;
    if (f === 'read') {
      const known = outcome === 'ok' && (result !== null || options.nilRead !== 'unknown');
      return { input: { f: 'read' }, output: known ? (result as Value) : undefined };
    }
    if (f === 'write') {
      return { input: { f: 'write', value: value as Value }, output: undefined };
    }
    if (f === 'cas' && Array.isArray(value) && value.length === 2) {
      const [from, to] = value as [Value, Value];
      const input = { f: 'cas', from, to } as const;
      if (outcome === 'fail' && options.failedCas !== 'did-not-happen') {
        return { input, output: false, failIsAnswer: true };
      }
      return { input, output: outcome === 'ok' ? true : undefined };
    }
    return undefined;
  });
}

/** Operations of several registers: `txn` of `[read|write key value]`. */
export function decodeMultiRegister(
  operations: readonly JepsenOperation[],
): Decoded<MultiRegisterInput, MultiRegisterOutput> {
  return decode(operations, ({ value, outcome, result }) => {
    const input = microOperations(value);
    const seen = outcome === 'ok' ? (result as readonly unknown[] | null) : undefined;
    const output = input?.map((_, i) => {
      const micro = seen?.[i];
      return Array.isArray(micro) ? (micro[2] as Value) : undefined;
    });
    return input === undefined ? undefined : { input, output };
  });
}

function microOperations(value: unknown): MicroOperation[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const micros = value.map((micro: unknown): MicroOperation | undefined => {
    if (!Array.isArray(micro)) {
      return undefined;
    }
    const [f, key, written] = micro as unknown[];
    if (f === 'read' || f === 'r') {
      return { f: 'read', key: String(key) };
    }
    return f === 'write' || f === 'w'
      ? { f: 'write', key: String(key), value: written as Value }
      : undefined;
  });
  return micros.every((micro) => micro !== undefined) ? micros : undefined;
}

/** Operations of a lock: `acquire` and `release`; a failed one did not happen. */
export function decodeMutex(
  operations: readonly JepsenOperation[],
): Decoded<MutexInput, MutexOutput> {
  return decode(operations, ({ f, outcome }) =>
    f === 'acquire' || f === 'release'
      ? { input: { f }, output: outcome === 'ok' ? true : undefined }
      : undefined,
  );
}

/** Operations of a key-value store: `get`, `put` and `append`. */
export function decodeKeyValue(
  operations: readonly (JepsenOperation & { readonly key: string })[],
): Decoded<KeyValueInput, KeyValueOutput> {
  type Decoding = Meaning<KeyValueInput, KeyValueOutput> | undefined;
  return decode(operations, ({ f, key, value, outcome, result }): Decoding => {
    if (f === 'get') {
      const output = outcome === 'ok' ? (result as string | null) : undefined;
      return { input: { f, key }, output };
    }
    return f === 'put' || f === 'append'
      ? { input: { f, key, value: String(value) }, output: undefined }
      : undefined;
  });
}

interface Meaning<Input, Output> {
  readonly input: Input;
  readonly output: Output | undefined;
  /** A failure of it says something about the state. */
  readonly failIsAnswer?: boolean;
}

/** What failed did not happen, unless the failure itself is an answer. */
function decode<Source extends JepsenOperation, Input, Output>(
  operations: readonly Source[],
  meaningOf: (operation: Source) => Meaning<Input, Output> | undefined,
): Decoded<Input, Output> {
  const decoded: Operation<Input, Output>[] = [];
  for (const operation of operations) {
    const meaning = meaningOf(operation);
    if (meaning === undefined) {
      throw new InvalidEventError(
        operation.call,
        'an operation of the model',
        `${operation.f} ${describeValue(operation.value as Value)}`,
      );
    }
    if (operation.outcome !== 'fail' || meaning.failIsAnswer === true) {
      const { process: clientId, call } = operation;
      const { input, output } = meaning;
      decoded.push({ clientId, input, output, call, return: operation.return });
    }
  }
  return decoded;
}
