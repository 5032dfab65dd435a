import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative } from 'node:path';
import { ENGINE_GONE, EnvironmentError, InputError, messageOf } from '../../harness/core/errors.js';
import type { ImageSource } from '../../harness/core/programs.js';
import type { Engine, Progress } from '../engine/engine.js';
import { CONTENT_LABEL } from '../owner/labels.js';
import type { Exclusively } from '../owner/turn.js';
import { type Base, ensureBase, findBase } from './base.js';
import { proxyArguments } from './proxy.js';

/** A registry that says nothing for this long is given up. */
const PULL_STALL_MS = 60_000;

export interface ImageContext {
  readonly engine: Engine;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Two runs must not make the same image at the same time. */
  readonly exclusively: Exclusively;
}

/**
 * Name of an image that is there: one that the engine has or can pull, unmodified, or one that is
 * built from a folder with a Dockerfile. The tag of a built one has a hash of what it is made of, so
 * an edited Dockerfile or a new base is a new image.
 * @throws InputError where there is none.
 * @throws EnvironmentError when it can't be built; with the last lines of the build.
 */
export async function ensureImageFrom(source: ImageSource, context: ImageContext): Promise<string> {
  if ('name' in source) return named(source.name, context);
  const { engine, progress, signal, exclusively } = context;
  const { folder } = source;
  return (
    (await findBuilt(folder, engine)) ??
    (await exclusively(
      async () => (await findBuilt(folder, engine)) ?? (await build(folder, context)),
      progress,
      signal,
    ))
  );
}

/** Tag of the image of a folder where it is there and up to date, else `null`. Builds nothing. */
export async function findBuilt(folder: string, engine: Engine): Promise<string | null> {
  const base = (await asksForBase(folder)) ? await findBase(engine) : NO_BASE;
  if (base === null) return null;
  const tag = await tagOf(folder, base);
  return (await engine.imageId(tag)) === null ? null : tag;
}

async function build(folder: string, context: ImageContext): Promise<string> {
  const { engine, progress, signal } = context;
  const base = (await asksForBase(folder)) ? await ensureBase(context) : NO_BASE;
  signal.throwIfAborted();
  const tag = await tagOf(folder, base);
  progress(`building ${tag} ${base === NO_BASE ? `from ${folder}` : `on ${base.tag}`}`);
  const buildArguments = {
    ...(base === NO_BASE ? {} : { BASE: base.tag }),
    ...proxyArguments(process.env),
  };
  const labels = { [CONTENT_LABEL]: tag };
  try {
    await engine.build({ folder, tag, buildArguments, labels }, progress, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw (await withoutBase(folder, engine, thrown)) ?? thrown;
  }
  progress(`built ${tag}`);
  return tag;
}

/** The error of a build whose Dockerfile names an image that the engine still has not; else `null`. */
async function withoutBase(
  folder: string,
  engine: Engine,
  thrown: unknown,
): Promise<EnvironmentError | null> {
  if (!(thrown instanceof EnvironmentError) || thrown.code === ENGINE_GONE) return null;
  // A command of the Dockerfile failed; images that come after it were never looked for.
  if (thrown.actual.includes('returned a non-zero code')) return null;
  for (const name of basesIn(await dockerfileOf(folder))) {
    if ((await engine.imageId(name)) !== null) continue;
    return new EnvironmentError({
      code: 'E_BASE_IMAGE',
      expected: `the image ${name}, which the Dockerfile in ${folder} builds on`,
      actual: `the engine has none, and could not pull it: ${thrown.actual}`,
      advice:
        'where no registry can be reached, load the image with `docker load`; or begin the Dockerfile with `ARG BASE=' +
        `${name}\` and \`FROM \${BASE}\`: Faultline then gives it a Debian that it makes from the packages of this machine`,
      cause: thrown,
    });
  }
  return null;
}

/** The images that a Dockerfile names in `FROM`, without its own stages and without what arguments name. */
export function basesIn(dockerfile: string): readonly string[] {
  const stages = new Set(['scratch']);
  const bases: string[] = [];
  for (const [, name = '', stage] of dockerfile.matchAll(
    /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim,
  )) {
    if (!stages.has(name.toLowerCase()) && !name.includes('$')) bases.push(name);
    if (stage !== undefined) stages.add(stage.toLowerCase());
  }
  return bases;
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

/** Of a Dockerfile that stands on what it names itself. */
const NO_BASE: Base = { tag: '', id: '' };

/** Whether a Dockerfile asks for `BASE`: it then gets the one that the images of this package stand on. */
async function asksForBase(folder: string): Promise<boolean> {
  return /^ARG\s+BASE\b/im.test(await dockerfileOf(folder));
}

async function dockerfileOf(folder: string): Promise<string> {
  const file = join(folder, 'Dockerfile');
  if (!isAbsolute(folder) || !existsSync(file)) {
    throw noImage(
      `a Dockerfile in the folder ${folder}, given by its absolute path`,
      'there is none',
    );
  }
  return readFile(file, 'utf8');
}

async function tagOf(folder: string, base: Base): Promise<string> {
  const hash = createHash('sha256').update(base.id);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    hash.update(`\0${relative(folder, path)}\0`).update(await readFile(path));
  }
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `faultline/${name || 'image'}:${hash.digest('hex').slice(0, 12)}`;
}

function noImage(expected: string, actual: string): InputError {
  return new InputError({
    code: 'E_IMAGE',
    expected,
    actual,
    advice: 'name an image that `docker images` lists, or a folder with a Dockerfile',
  });
}
