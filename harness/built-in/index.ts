import { FAULTS } from '../../nemesis/index.js';
import { scenarios } from '../../scenarios/index.js';
import { etcd } from '../../systems/etcd/index.js';
import { memory } from '../../systems/memory/index.js';
import { redisCluster, redisReplication, redisSentinel } from '../../systems/redis/index.js';
import { zookeeper } from '../../systems/zookeeper/index.js';
import { defineConfig } from '../core/catalogue.js';
import judging from './judging.js';

/** What Faultline brings itself: a config like any other. */
export default defineConfig({
  ...judging,
  systems: [redisReplication, redisSentinel, redisCluster, etcd, zookeeper, memory],
  faults: FAULTS,
  scenarios,
});
