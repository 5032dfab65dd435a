/** Redis as a system under test: primary with replicas, the same watched by Sentinels, and Redis Cluster. */
export { redisCluster } from './cluster/redis-cluster.js';
export { redisReplication } from './replication.js';
export { redisSentinel } from './sentinel.js';
