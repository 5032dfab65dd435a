import type { SetInput, SetOutput } from '../../models/inputs.js';
import type { Operation } from '../../types.js';
import { ROLE } from '../turns/roles.js';

/**
 * What an operation did to its element, or saw of it; nothing if that is not known. For the
 * elements one by one, reads of everything only look.
 */
export function roleOf({
  input,
  output,
  return: returned,
}: Operation<SetInput, SetOutput>): number | undefined {
  const isAnswered = returned !== Infinity;
  if (input.f === 'read') {
    const isRead = output === undefined || typeof output === 'object';
    return isRead ? ROLE[isAnswered ? 'looks' : 'none'] : undefined;
  }
  if (typeof output === 'object') {
    return undefined;
  }
  if (input.f === 'contains') {
    const sees = output === undefined ? 'looks' : output ? 'seesOn' : 'seesOff';
    return ROLE[isAnswered ? sees : 'none'];
  }
  if ((output === undefined) === isAnswered) {
    return undefined;
  }
  const adds = input.f === 'add';
  return output === false ? ROLE[adds ? 'seesOn' : 'seesOff'] : ROLE[adds ? 'turnsOn' : 'turnsOff'];
}
