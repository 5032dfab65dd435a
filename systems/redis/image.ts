import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImageSource, JsonObject } from '../../harness/index.js';
import { imageFolder } from '../image-folder.js';
import { DEFAULT_VERSION, VERSIONS } from './versions.js';

/** Redis and Redis Sentinel, on the base that Faultline brings. */
export const REDIS_IMAGE = { folder: imageFolder('redis') };

/** The image of the version that the options name; the default one's where they name none that there is. */
export function imageOfVersion({ version }: JsonObject): ImageSource {
  const known = VERSIONS.find((one) => one === version) ?? DEFAULT_VERSION;
  if (known === DEFAULT_VERSION) return REDIS_IMAGE;
  const name = known.startsWith('valkey') ? known : `redis-${known}`;
  // Compiled files lie one folder deeper than sources.
  const folders = ['./versions', '../../../systems/redis/versions'].map((path) =>
    fileURLToPath(new URL(`${path}/${name}`, import.meta.url)),
  );
  return { folder: folders.find((path) => existsSync(path)) ?? '' };
}
