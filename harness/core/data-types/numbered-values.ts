import { isJsonArray, type Json } from '../json.js';

/** Whether a client gave values with their numbers, `[[number, value], …]`: offsets of a log, revisions of a key. */
export function isNumberedValues(values: Json): boolean {
  return (
    isJsonArray(values) &&
    values.every((one) => isJsonArray(one) && one.length === 2 && Number.isInteger(one[0]))
  );
}
