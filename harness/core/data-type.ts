import { InputError } from './errors.js';
import { isJson, type Json } from './json.js';
import type { Completion } from './op.js';

/**
 * One operation of a data type: how an op of a history becomes calls of a client.
 *
 * @typeParam Methods those that clients of this data type may have, without the connection that they
 *   get as their first argument.
 */
export interface Operation<Methods extends object = object> {
  /** The names of the methods without which a client can't serve it. */
  readonly needs: readonly string[];
  /**
   * Changes nothing, so that it has failed whenever it was not completed. Absent: ops named `read`, `final-read`, `poll`,
   * `watch` and `final-watch` are not counted as writes, all others are; and whether one that was not completed has had an
   * effect is open. Say `false` of an op of such a name that changes something.
   */
  readonly readsOnly?: boolean;
  /** A workload does without it where a client can't serve it. */
  readonly optional?: boolean;
  /**
   * Calls the client; whatever that throws is told in the history by the class of the error. Gives
   * `null` for a value that is none of this operation: a mistake of the workload.
   */
  serve(client: Methods, value: Json | undefined): Promise<Completion> | null;
}

/**
 * A kind of data: the operations that a workload may ask for, by the name that they have in a history
 * (`f`), and the methods of a client that serve them.
 */
export interface DataType<Methods extends object = object> {
  /** As plans, checkers and lists call it: `register`. */
  readonly name: string;
  readonly summary: string;
  readonly operations: Readonly<Record<string, Operation<Methods>>>;
}

/**
 * A data type of one's own.
 *
 * @example
 * interface StackMethods {
 *   push(value: Json): Promise<unknown>;
 *   pop(): Promise<Json>;
 * }
 * const stack = defineDataType<StackMethods>({
 *   name: 'stack',
 *   summary: 'last in, first out',
 *   operations: {
 *     push: { needs: ['push'], serve: (client, v = null) => client.push(v).then(() => ok(v)) },
 *     pop: { needs: ['pop'], serve: (client) => client.pop().then((v) => ok(answer(v))) },
 *   },
 * });
 */
export function defineDataType<Methods extends object>(
  dataType: DataType<Methods> & {
    readonly operations: Readonly<
      Record<string, { readonly needs: readonly (keyof Methods & string)[] }>
    >;
  },
): DataType<Methods> {
  return dataType;
}

/** The completion of an op that has happened. */
export function ok(value: Json | undefined): Completion {
  return { type: 'ok', value };
}

/**
 * What a client's method returned, as a value of a history; nothing at all is `null`.
 * @throws InputError when it is no JSON.
 */
export function answer(returned: unknown): Json {
  if (returned === undefined) return null;
  if (isJson(returned)) return returned;
  throw wrongAnswer(
    'JSON: null, a boolean, a number, a text, or lists and objects of them',
    returned,
  );
}

/** The error for a client whose method returned what its data type does not know. */
export function wrongAnswer(expected: string, returned: unknown): InputError {
  return new InputError({
    code: 'E_CLIENT_ANSWER',
    expected: `a method of the client to return ${expected}`,
    actual: `it returned ${inspected(returned)}`,
    advice: 'correct the method: what it returns is what the history holds, and what is judged',
  });
}

function inspected(value: unknown): string {
  if (isJson(value)) return JSON.stringify(value).slice(0, 200);
  if (typeof value === 'number' || typeof value === 'bigint') return `a ${typeof value}: ${value}`;
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  const { constructor } = value as { readonly constructor?: { readonly name?: string } };
  const keys = Object.keys(value).slice(0, 10).join(', ');
  return `an object of ${constructor?.name ?? 'no class'}${keys === '' ? '' : ` with ${keys}`}`;
}
