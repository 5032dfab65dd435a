import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of its Dockerfile in this package; compiled files lie one folder deeper than sources. */
const FOLDER =
  ['../../docker/images/redis', '../../../docker/images/redis']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path)) ?? '';

/** Redis and Redis Sentinel, on the base that Faultline brings. */
export const REDIS_IMAGE = { folder: FOLDER };
