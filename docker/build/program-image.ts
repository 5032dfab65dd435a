import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { InputError, messageOf } from '../../harness/core/errors.js';
import type { ImageSource } from '../../harness/core/programs.js';
import { CONTENT_LABEL } from '../owner/labels.js';
import { ensureBase } from './base.js';
import type { ImageContext } from './image.js';
import { proxyArguments } from './proxy.js';

/** A registry that says nothing for this long is given up. */
const PULL_STALL_MS = 60_000;

/**
 * Name of an image that is there: one that the engine has or can pull, unmodified, or one that is
 * built from a folder with a Dockerfile, under a tag with a hash of the folder's content.
 * @throws InputError where there is none.
 * @throws EnvironmentError when it can't be built; with the last lines of the build.
 */
export async function ensureProgramImage(
  source: ImageSource,
  context: ImageContext,
): Promise<string> {
  if ('name' in source) return named(source.name, context);
  const { engine, progress, signal, exclusively } = context;
  const { folder } = source;
  if (!isAbsolute(folder) || !existsSync(join(folder, 'Dockerfile'))) {
    throw noImage(
      `a Dockerfile in the folder ${folder}, given by its absolute path`,
      'there is none',
    );
  }
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const tag = `faultline/project-${name}:${await hashOf(folder)}`;
  if ((await engine.imageId(tag)) !== null) return tag;
  return exclusively(
    async () => {
      if ((await engine.imageId(tag)) !== null) return tag;
      progress(`building ${tag} from ${folder}`);
      const buildArguments = { ...(await baseOf(folder, context)), ...proxyArguments(process.env) };
      const labels = { [CONTENT_LABEL]: tag };
      await engine.build({ folder, tag, buildArguments, labels }, progress, signal);
      return tag;
    },
    progress,
    signal,
  );
}

async function named(name: string, { engine, progress, signal }: ImageContext): Promise<string> {
  if ((await engine.imageId(name)) !== null) return name;
  progress(`pulling ${name}`);
  try {
    await engine.pull(name, PULL_STALL_MS, progress, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw noImage(
      `an image called ${name}`,
      `the engine has none, and can't pull it: ${messageOf(thrown)}`,
    );
  }
  return name;
}

/** A Dockerfile that asks for `BASE` gets the one that the images of this repository stand on. */
async function baseOf(folder: string, context: ImageContext): Promise<Record<string, string>> {
  const asks = /^ARG\s+BASE\b/im.test(await readFile(join(folder, 'Dockerfile'), 'utf8'));
  return asks ? { BASE: (await ensureBase(context)).tag } : {};
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    hash.update(`\0${path.slice(folder.length)}\0`).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 12);
}

function noImage(expected: string, actual: string): InputError {
  return new InputError({
    code: 'E_IMAGE',
    expected,
    actual,
    advice: 'name an image that `docker images` lists, or a folder with a Dockerfile',
  });
}
