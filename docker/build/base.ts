import { messageOf } from '../../harness/core/errors.js';
import type { Engine } from '../engine/engine.js';
import { bootstrapBase } from './bootstrap.js';
import type { ImageContext } from './image-source.js';
import { hostRelease } from './host-release.js';

/** The image that a registry has. */
export const REGISTRY_BASE = 'debian:bookworm-slim';
/** A registry that says nothing for this long is given up. */
const PULL_STALL_MS = 20_000;

export interface Base {
  readonly tag: string;
  readonly id: string;
}

/** The base that is there already: pulled, or bootstrapped; `null` when neither is. */
export async function findBase(engine: Engine): Promise<Base | null> {
  for (const tag of [REGISTRY_BASE, await bootstrappedTag()]) {
    const id = tag === null ? null : await engine.imageId(tag);
    if (tag !== null && id !== null) return { tag, id };
  }
  return null;
}

/**
 * A base to build on: pulled where a registry answers, else made from the packages that this
 * host's own apt gets.
 * @throws EnvironmentError when neither can be done.
 */
export async function ensureBase(context: ImageContext): Promise<Base> {
  const { engine, progress, signal } = context;
  const there = await findBase(engine);
  if (there !== null) return there;
  let refusal: string;
  try {
    progress(`pulling ${REGISTRY_BASE}`);
    await engine.pull(REGISTRY_BASE, PULL_STALL_MS, progress, signal);
    const id = await engine.imageId(REGISTRY_BASE);
    if (id !== null) return { tag: REGISTRY_BASE, id };
    refusal = 'the engine pulled it, and does not have it';
  } catch (thrown) {
    refusal = messageOf(thrown);
  }
  signal.throwIfAborted();
  progress('no registry answers; making the base from packages');
  const release = await hostRelease();
  const tag = `faultline/base:${release.codename}`;
  await bootstrapBase({ ...context, release, tag, refusal });
  return { tag, id: (await engine.imageId(tag)) ?? '' };
}

async function bootstrappedTag(): Promise<string | null> {
  try {
    return `faultline/base:${(await hostRelease()).codename}`;
  } catch {
    return null;
  }
}
