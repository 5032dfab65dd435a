import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../harness/core/errors.js';
import type { Engine, Progress } from '../engine/engine.js';
import { CONTENT_LABEL } from '../owner/labels.js';
import type { Exclusively } from '../owner/turn.js';
import { type Base, ensureBase, findBase } from './base.js';
import { imagesFolder } from './images-folder.js';
import { proxyArguments } from './proxy.js';

export interface ImageContext {
  readonly engine: Engine;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Two runs must not make the same image at the same time. */
  readonly exclusively: Exclusively;
}

/**
 * Tag of a system's image, built where it is not there yet. Tags carry a hash of what the image
 * is made of, so an edited Dockerfile or a new base is a new image.
 * @throws InputError when there is no such folder under docker/images.
 * @throws EnvironmentError when it can't be built; with the last lines of the build.
 */
export async function ensureImage(name: string, context: ImageContext): Promise<string> {
  const { engine, progress, signal, exclusively } = context;
  const make = async (): Promise<string> =>
    (await findImage(name, engine)) ?? (await makeImage(name, context));
  return (await findImage(name, engine)) ?? (await exclusively(make, progress, signal));
}

async function makeImage(name: string, context: ImageContext): Promise<string> {
  const { engine, progress, signal } = context;
  const base = await ensureBase(context);
  signal.throwIfAborted();
  const tag = await tagOf(name, base);
  progress(`building ${tag} on ${base.tag}`);
  await engine.build(
    {
      folder: folderOf(name),
      tag,
      buildArguments: { BASE: base.tag, ...proxyArguments(process.env) },
      labels: { [CONTENT_LABEL]: tag },
    },
    progress,
    signal,
  );
  progress(`built ${tag}`);
  return tag;
}

/** Tag of a system's image where it is there and up to date, else `null`. Builds nothing. */
export async function findImage(name: string, engine: Engine): Promise<string | null> {
  folderOf(name);
  const base = await findBase(engine);
  if (base === null) return null;
  const tag = await tagOf(name, base);
  return (await engine.imageId(tag)) === null ? null : tag;
}

/** Names of the images that can be built. */
export async function imageNames(): Promise<readonly string[]> {
  const entries = await readdir(imagesFolder(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function tagOf(name: string, base: Base): Promise<string> {
  const folder = folderOf(name);
  const hash = createHash('sha256').update(base.id);
  for (const file of (await readdir(folder)).sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(folder, file)));
  }
  return `faultline/${name}:${hash.digest('hex').slice(0, 12)}`;
}

function folderOf(name: string): string {
  const folder = join(imagesFolder(), name);
  if (/^[a-z0-9-]+$/.test(name) && existsSync(join(folder, 'Dockerfile'))) return folder;
  throw new InputError({
    code: 'E_IMAGE',
    expected: `a Dockerfile in ${folder}`,
    actual: 'there is none',
    advice: 'name a folder of docker/images',
  });
}
