import type { WriteRoles } from '../../harness/index.js';
import { READ_ONLY } from './clients/error-table.js';

/** A primary takes writes; a replica refuses them with READONLY. */
export const REDIS_ROLES: WriteRoles = { takesWrites: ['primary'], refusalCodes: [READ_ONLY] };
