import { defineScenario } from '../../harness/index.js';
import { fencedStalledHolders, stalledHolders } from '../stalled-holders.js';

const source =
  'Kleppmann, How to do distributed locking (2016): a lock that ends by itself needs a fencing token; Redis documentation, Distributed locks, "Making the algorithm more reliable"';

const store = { system: 'redis-replication', systemOptions: { lockTtl_ms: 2000 } } as const;

export const lockPause = defineScenario({
  name: 'redis-lock-pause',
  claim: 'a lock that expires is given to two at a time where its holder stalls past its time',
  source,
  ...stalledHolders(store),
});

export const lockFenced = defineScenario({
  name: 'redis-lock-fenced',
  claim:
    'what the lock guards is safe all the same, where a token that only rises is shown with each write and older ones are refused',
  source,
  ...fencedStalledHolders(store),
});
