/** Redis as a system under test: primary with replicas, and the same watched by Sentinels. */
export { redisReplication } from './replication.js';
export { redisSentinel } from './sentinel.js';
