import { answer, defineDataType, ok } from '../data-type.js';
import type { Json } from '../json.js';

/** What clients do with a source of ids. */
export interface IdMethods {
  /** An id that nobody else is given, ever. */
  generateId(): Promise<Json>;
}

/** Unique ids: `generate` gives one. */
export const idsType = defineDataType<IdMethods>({
  name: 'ids',
  summary: 'unique ids: generate one',
  operations: {
    generate: {
      needs: ['generateId'],
      serve: (client) => client.generateId().then((id) => ok(answer(id))),
    },
  },
});
