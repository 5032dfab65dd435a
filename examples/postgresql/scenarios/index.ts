import { commit } from './commit.js';
import { isolation } from './isolation.js';
import { patroni } from './patroni.js';
import { reads } from './reads.js';
import { replication } from './replication.js';

/** Every scenario, by the order in which they are listed and run. */
export const scenarios = [...replication, ...commit, ...reads, ...isolation, ...patroni];
