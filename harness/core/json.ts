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

/** Whether a JSON value is an object (not an array, not `null`). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a JSON value is an array. TypeScript's own guard does not tell readonly arrays. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The elements of an array; none where the value is something else. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

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
