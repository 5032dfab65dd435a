import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../harness/core/errors.js';
import type { Engine } from '../engine/engine.js';
import { ensureImageFrom, findBuilt, type ImageContext } from './image-source.js';
import { imagesFolder } from './images-folder.js';

/**
 * An image of this package, by the name of its folder.
 * @throws InputError when there is no such folder under docker/images.
 */
export function ownImage(name: string): { readonly folder: string } {
  const folder = join(imagesFolder(), name);
  if (/^[a-z0-9-]+$/.test(name) && existsSync(join(folder, 'Dockerfile'))) return { folder };
  throw new InputError({
    code: 'E_IMAGE',
    expected: `a Dockerfile in ${folder}`,
    actual: 'there is none',
    advice: 'name a folder of docker/images',
  });
}

/**
 * Tag of an image of this package, built where it is not there yet.
 * @throws InputError when there is no such folder under docker/images.
 * @throws EnvironmentError when it can't be built; with the last lines of the build.
 */
export async function ensureImage(name: string, context: ImageContext): Promise<string> {
  return ensureImageFrom(ownImage(name), context);
}

/** Tag of such an image where it is there and up to date, else `null`. Builds nothing. */
export async function findImage(name: string, engine: Engine): Promise<string | null> {
  return findBuilt(ownImage(name).folder, engine);
}
