import type { SetInput, SetOutput } from '../../models/inputs.js';
import type { Operation } from '../../types.js';
import { ROLE } from '../turns/roles.js';

/**
 * What an operation did to its element, or saw of it; nothing if that is not known, or if it
 * reads everything.
 */
export function roleOf({
  input,
  output,
  return: returned,
}: Operation<SetInput, SetOutput>): number | undefined {
  if (input.f === 'read' || typeof output === 'object') {
    return undefined;
  }
  if (input.f === 'contains') {
    if (returned === Infinity) {
      return ROLE.none;
    }
    return output === undefined ? ROLE.looks : ROLE[output ? 'seesOn' : 'seesOff'];
  }
  if ((output === undefined) !== (returned === Infinity)) {
    return undefined;
  }
  const adds = input.f === 'add';
  return output === false ? ROLE[adds ? 'seesOn' : 'seesOff'] : ROLE[adds ? 'turnsOn' : 'turnsOff'];
}
