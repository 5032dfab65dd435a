/**
 * A JSON value: all that a history, a plan or a result may hold. JSON bounds no integer: those beyond
 * 2^53 are bigints, so that two of them never become one. Numbers may be `NaN` and the infinities, as
 * Python writes them. `jsonText` writes all of it, and `parseJson` (histories) reads it.
 */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Whether a value stays what it is when it is written as JSON and read again. */
export function isJson(value: unknown): value is Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object': {
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isJson);
      const prototype: unknown = Object.getPrototypeOf(value);
      return (
        (prototype === Object.prototype || prototype === null) &&
        Object.values(value).every((one) => one === undefined || isJson(one))
      );
    }
    default:
      return false;
  }
}
