import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { type Clock, NS_PER_MS, sleep } from '../../harness/core/clock.js';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import { bounded } from '../engine/bounded.js';
import type { Engine, Progress } from '../engine/engine.js';

const START_MS = 60_000;
const POLL_MS = 200;
const LOG_FILE = '/var/log/faultline-dockerd.log';

export interface StartRequest {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** It was installed just now, so nothing else uses it yet. */
  readonly fresh: boolean;
  /** How to start dockerd by hand, and where its log goes; for tests. */
  readonly dockerd?: {
    readonly command: readonly [string, ...string[]];
    readonly logFile: string;
  };
}

/**
 * Starts the engine and waits until it answers: by systemd where that runs, else by itself in
 * the background, where it outlives us. A fresh engine gets no default bridge: nodes have their
 * own, and nobody else's network can clash with it.
 * @throws EnvironmentError with the tail of its log when it does not come up.
 */
export async function startEngine(request: StartRequest): Promise<void> {
  const { engine, clock, progress, signal, fresh } = request;
  // The package may have started it.
  if (fresh && (await answers(engine, clock, 3000, signal, () => true))) return;
  if (request.dockerd === undefined && existsSync('/run/systemd/system')) {
    progress('systemctl start docker');
    await systemctlStart();
    if (await answers(engine, clock, START_MS, signal, () => true)) return;
    throw notUp(engine.address, 'systemd says it was started', 'see `journalctl -u docker`');
  }
  const [program, ...parameters] = request.dockerd?.command ?? [
    'dockerd',
    ...(fresh ? ['--bridge=none'] : []),
  ];
  const logFile = request.dockerd?.logFile ?? LOG_FILE;
  progress(`starting ${[program, ...parameters].join(' ')} (log: ${logFile})`);
  const log = await open(logFile, 'a');
  const state = { ended: null as string | null };
  try {
    const dockerd = spawn(program, parameters, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    dockerd.on('error', (error) => {
      state.ended = error.message;
    });
    dockerd.on('exit', (code, killed) => {
      state.ended = `it ended with ${String(code ?? killed)}`;
    });
    dockerd.unref();
  } finally {
    await log.close();
  }
  if (await answers(engine, clock, START_MS, signal, () => state.ended === null)) return;
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const tail = text.trimEnd().split('\n').slice(-15).join('\n    ');
  const why = state.ended ?? `it did not answer within ${String(START_MS)} ms`;
  throw notUp(engine.address, `${why}; its log ends:\n    ${tail}`, `see ${logFile}`);
}

async function answers(
  engine: Engine,
  clock: Clock,
  timeout_ms: number,
  signal: AbortSignal,
  worthIt: () => boolean,
): Promise<boolean> {
  const deadline_ns = clock.now() + timeout_ms * NS_PER_MS;
  while (clock.now() < deadline_ns && worthIt()) {
    try {
      await bounded(clock, 5000, engine.info(), () => new Error('late'));
      return true;
    } catch {
      await sleep(clock, POLL_MS, signal);
    }
  }
  return false;
}

async function systemctlStart(): Promise<void> {
  try {
    await execa('systemctl', ['start', 'docker'], { timeout: START_MS, stdin: 'ignore' });
  } catch (thrown) {
    throw notUp('its socket', messageOf(thrown), 'see `journalctl -u docker`');
  }
}

function notUp(address: string, actual: string, advice: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_ENGINE_START',
    expected: `the Docker engine to come up at ${address}`,
    actual,
    advice,
  });
}
