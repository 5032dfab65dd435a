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
  const { engine, clock, images, progress, signal, exclusively } = request;
  const wanted = (check: Finding['check']): boolean =>
    findings.some((finding) => finding.check === check && finding.fixable);
  if (wanted('engine')) {
    const installed = await installEngine(progress, signal);
    await startEngine({ engine, clock, progress, signal, fresh: installed });
  }
  signal.throwIfAborted();
  if (wanted('images') || wanted('base')) {
    await orWithDebootstrap(request, async () => {
      await exclusively(() => ensureBase(request), progress, signal);
    });
    for (const name of images) await ensureImage(name, request);
  }
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
