import { NO_DEBOOTSTRAP } from '../build/bootstrap.js';
import { ensureBase } from '../build/base.js';
import { ensureImage } from '../build/image.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Clock } from '../../harness/core/clock.js';
import type { Engine, Progress } from '../engine/engine.js';
import type { Exclusively } from '../owner/turn.js';
import type { Finding } from './finding.js';
import { aptInstall, installEngine } from './install.js';
import { startEngine } from './start-engine.js';

export interface FixRequest {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly images: readonly string[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly exclusively: Exclusively;
}

/**
 * Does what findings call fixable: installs the engine and debootstrap by apt-get, starts the
 * engine, makes the base and the images. What is there already is left as it is.
 * @throws EnvironmentError with the output of what failed.
 */
export async function fix(findings: readonly Finding[], request: FixRequest): Promise<void> {
  const { images, progress, signal, exclusively } = request;
  const wanted = (check: Finding['check']): boolean =>
    findings.some((finding) => finding.check === check && finding.fixable);
  if (wanted('engine')) {
    await exclusively(() => bringUpEngine(request), progress, signal);
  }
  signal.throwIfAborted();
  if (wanted('images') || wanted('base')) {
    await orWithDebootstrap(request, async () => {
      await exclusively(() => ensureBase(request), progress, signal);
    });
    for (const name of images) await ensureImage(name, request);
  }
}

async function bringUpEngine(request: FixRequest): Promise<void> {
  // Another run may have brought it up while this one waited for its turn.
  const there = await request.engine.info().then(
    () => true,
    () => false,
  );
  if (there) return;
  const installed = await installEngine(request.progress, request.signal);
  await startEngine({ ...request, fresh: installed });
}

// debootstrap is needed only where no registry answers, which trying tells.
async function orWithDebootstrap(request: FixRequest, make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (thrown) {
    if (!(thrown instanceof EnvironmentError) || thrown.code !== NO_DEBOOTSTRAP) throw thrown;
    await aptInstall(['debootstrap'], request.progress, request.signal);
    await make();
  }
}
