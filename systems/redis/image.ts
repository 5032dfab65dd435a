import type { JsonObject } from '../../harness/index.js';
import { imageOf } from '../image-of.js';
import { DEFAULT_VERSION, VERSIONS } from './versions.js';

/** Redis and Redis Sentinel, on the base that Faultline brings. */
export const REDIS_IMAGE = imageOf('redis', DEFAULT_VERSION, DEFAULT_VERSION);

/** The image of the version that the options name; the default one's where they name none that there is. */
export function imageOfVersion({ version }: JsonObject): { readonly folder: string } {
  const known = VERSIONS.find((one) => one === version) ?? DEFAULT_VERSION;
  const name = known.startsWith('valkey') ? known : `redis-${known}`;
  return imageOf('redis', known, DEFAULT_VERSION, name);
}
