import type { ImageSource, JsonObject } from '../../harness/index.js';
import { imageFolder, versionFolder } from '../image-folder.js';
import { DEFAULT_VERSION, VERSIONS } from './versions.js';

/** Redis and Redis Sentinel, on the base that Faultline brings. */
export const REDIS_IMAGE = { folder: imageFolder('redis') };

/** The image of the version that the options name; the default one's where they name none that there is. */
export function imageOfVersion({ version }: JsonObject): ImageSource {
  const known = VERSIONS.find((one) => one === version) ?? DEFAULT_VERSION;
  if (known === DEFAULT_VERSION) return REDIS_IMAGE;
  const name = known.startsWith('valkey') ? known : `redis-${known}`;
  return { folder: versionFolder('redis', name) };
}
