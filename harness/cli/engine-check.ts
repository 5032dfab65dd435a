import { doctor, fix, type Finding } from '../../docker/index.js';
import { messageOf } from '../core/errors.js';
import { stderr } from './output.js';
import type { Screen } from './screen.js';

/** Whether real nodes can be had, and if not why. */
export type EngineState =
  { readonly ready: true } | { readonly ready: false; readonly reason: string };

/**
 * Looks whether nodes can run here, and installs and starts what is missing: at once where
 * nobody can be asked, after a question on a terminal.
 */
export async function ensureEngine(screen: Screen, signal: AbortSignal): Promise<EngineState> {
  // Images are built by the first run that needs them; here only what they stand on.
  const findings = await doctor({ images: [], signal });
  const lacking = findings.filter(({ status }) => status === 'missing');
  if (lacking.length === 0) return { ready: true };
  const reason = lacking.map(({ check, found }) => `${check}: ${found}`).join('; ');
  if (!lacking.every(({ fixable }) => fixable)) return { ready: false, reason };
  screen.log('Real nodes need a few things that are not here yet:');
  for (const finding of lacking) screen.log(`  ${finding.check}: ${finding.found}`);
  if (!(await agreed(screen, lacking, signal)))
    return { ready: false, reason: `${reason} (not installed, as you asked)` };
  try {
    await fix(findings, { images: [], signal, progress: (line) => screen.log(`  ${line}`) });
    return { ready: true };
  } catch (error) {
    return { ready: false, reason: messageOf(error) };
  }
}

async function agreed(
  screen: Screen,
  lacking: readonly Finding[],
  signal: AbortSignal,
): Promise<boolean> {
  if (!screen.interactive || !process.stdin.isTTY) return true;
  const what = lacking.map(({ check }) => check).join(', ');
  const answer = await stderr.ask(`Install and start ${what} now? [Y/n] `, signal);
  return !/^n/i.test(answer.trim());
}
