import type { Json } from '../../../harness/index.js';
import { get, put } from '../gateway/kv.js';
import type { Session } from './session.js';
import { update } from './update.js';

const COUNT = 'faultline/count';
const LAST_ID = 'faultline/id';

/** A counter; and ids, which are the revisions of writes. */
export const counter = {
  increment: (session: Session, amount: number): Promise<unknown> =>
    update(
      session,
      [COUNT],
      (seen) => new Map([[COUNT, String(Number(seen.get(COUNT)?.value ?? 0) + amount)]]),
    ),

  count: async ({ gateway, serializable }: Session): Promise<number> =>
    Number((await get(gateway, COUNT, { serializable }))?.value ?? 0),

  generateId: ({ gateway }: Session): Promise<Json> => put(gateway, LAST_ID, ''),
};
