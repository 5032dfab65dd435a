import type { JsonObject } from '../../../harness/index.js';
import type { Gateway } from './gateway.js';
import { encoded, type Pair, putAnswer, rangeAnswer, transactionAnswer } from './messages.js';

/** How keys are read. */
export interface ReadOptions {
  /** From what the asked member holds, and not agreed upon with the others. */
  readonly serializable?: boolean;
  /** At most so many; all when absent. */
  readonly limit?: number;
  /** In the order in which they came to be; by their names when absent. */
  readonly oldestFirst?: boolean;
  /** Only those that came to be at this revision or later. */
  readonly createdFrom?: number;
}

/** A part of a transaction, as etcd has it: conditions, or requests. */
type Part = JsonObject;

/** A transaction: what is done where all conditions hold, and what where one does not. */
export interface Transaction {
  readonly compare: readonly Part[];
  readonly success: readonly Part[];
  readonly failure?: readonly Part[];
}

/** What came of a transaction: the keys that each of its reads found, in the order of the requests. */
export interface Transacted {
  readonly succeeded: boolean;
  readonly revision: number;
  readonly reads: readonly (readonly Pair[])[];
}

/** The first key that comes after all that begin with the text. */
function endOf(prefix: string): string {
  const bytes = Buffer.from(prefix, 'utf8');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) + 1;
  return bytes.toString('base64');
}

function rangeOf(key: string, end: string | undefined, options: ReadOptions): JsonObject {
  const { serializable = false, limit, oldestFirst = false, createdFrom } = options;
  return {
    key: encoded(key),
    ...(end === undefined ? {} : { range_end: end }),
    ...(serializable ? { serializable } : {}),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(oldestFirst ? { sort_order: 'ASCEND', sort_target: 'CREATE' } : {}),
    ...(createdFrom === undefined ? {} : { min_create_revision: String(createdFrom) }),
  };
}

function putOf(key: string, value: string, lease?: string): JsonObject {
  const of = { key: encoded(key), value: encoded(value) };
  return lease === undefined ? of : { ...of, lease };
}

/** Requests in a transaction. */
export const requests = {
  get: (key: string, options: ReadOptions = {}): Part => ({
    request_range: rangeOf(key, undefined, options),
  }),
  /** With a lease, the key is gone when that ends. */
  put: (key: string, value: string, lease?: string): Part => ({
    request_put: putOf(key, value, lease),
  }),
  remove: (key: string): Part => ({ request_delete_range: { key: encoded(key) } }),
};

/** Conditions of a transaction. */
export const conditions = {
  absent: (key: string): Part => compare('VERSION', 'EQUAL', key, { version: '0' }),
  /** Never true of a key that is absent. */
  valueIs: (key: string, value: string): Part =>
    compare('VALUE', 'EQUAL', key, { value: encoded(value) }),
  /** By the order of bytes; never true of a key that is absent. */
  valueAbove: (key: string, value: string): Part =>
    compare('VALUE', 'GREATER', key, { value: encoded(value) }),
  createdAt: (key: string, revision: number): Part =>
    compare('CREATE', 'EQUAL', key, { create_revision: String(revision) }),
  /** Written last at this revision; 0 for a key that is absent. */
  modifiedAt: (key: string, revision: number): Part =>
    compare('MOD', 'EQUAL', key, { mod_revision: String(revision) }),
};

function compare(target: string, result: string, key: string, to: JsonObject): Part {
  return { target, result, key: encoded(key), ...to };
}

/** The key; `undefined` where it is absent. */
export async function get(
  gateway: Gateway,
  key: string,
  options: ReadOptions = {},
): Promise<Pair | undefined> {
  const body = rangeOf(key, undefined, options);
  return (await gateway.ask('/v3/kv/range', body, rangeAnswer)).kvs[0];
}

/** Keys that begin with the text; from another key on where one is given. */
export function getAll(
  gateway: Gateway,
  prefix: string,
  options: ReadOptions = {},
  from = prefix,
): Promise<{ readonly kvs: readonly Pair[]; readonly more: boolean }> {
  return gateway.ask('/v3/kv/range', rangeOf(from, endOf(prefix), options), rangeAnswer);
}

/** Writes a key; gives the revision. */
export async function put(gateway: Gateway, key: string, value: string): Promise<number> {
  const { header } = await gateway.ask('/v3/kv/put', putOf(key, value), putAnswer);
  return header.revision;
}

export async function transact(
  gateway: Gateway,
  { compare, success, failure = [] }: Transaction,
): Promise<Transacted> {
  const body = { compare, success, failure };
  const answer = await gateway.ask('/v3/kv/txn', body, transactionAnswer);
  const reads = answer.responses.flatMap(({ response_range: range }) =>
    range === undefined ? [] : [range.kvs],
  );
  return { succeeded: answer.succeeded, revision: answer.header.revision, reads };
}
