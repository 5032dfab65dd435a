import { checkers, models } from '../checkers/index.js';
import { FAULTS } from '../nemesis/index.js';
import { scenarios } from '../scenarios/index.js';
import { memory } from '../systems/memory/index.js';
import { redisReplication, redisSentinel } from '../systems/redis/index.js';
import { workloads } from '../workloads/index.js';
import { defineConfig } from './core/catalogue.js';

/** What Faultline brings itself: a config like any other. */
export default defineConfig({
  systems: [redisReplication, redisSentinel, memory],
  workloads,
  checkers,
  models,
  faults: FAULTS,
  scenarios,
});
