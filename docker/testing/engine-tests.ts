import { systemClock } from '../../harness/core/clock.js';
import { messageOf } from '../../harness/core/errors.js';
import { dockerEngine } from '../engine/docker-engine.js';

/**
 * Whether tests that need an engine can run. Where `FAULTLINE_REQUIRE_ENGINE` is 1 they must:
 * then a missing engine is an error, and not a reason to skip.
 */
export async function engineTestsCanRun(): Promise<boolean> {
  try {
    await dockerEngine(systemClock()).info();
    if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('not root');
    return true;
  } catch (thrown) {
    if (process.env['FAULTLINE_REQUIRE_ENGINE'] === '1') throw thrown;
    process.stderr.write(`skipped, for want of an engine: ${messageOf(thrown)}\n`);
    return false;
  }
}
