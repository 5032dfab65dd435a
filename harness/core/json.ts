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
