import {
  AwaitTimeoutError,
  type Clock,
  EnvironmentError,
  type Node,
  poll,
} from '../../harness/index.js';
import { type Program, SERVER } from './configuration/layout.js';
import type { Admins } from './connection/admin.js';
import type { RedisProcesses } from './processes.js';

const START_TIMEOUT_MS = 20_000;
/** Redis that is told to end waits up to 10 s for its replicas. */
const END_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 30;
export const LOG_TAIL_BYTES = 1500;
/** A program that is gone for so long after its start has died, and is not just about to come. */
const DEATH_AFTER_MS = 1000;

/** What programs are started and ended with. */
export interface ProgramParts {
  readonly admins: Admins;
  readonly processes: RedisProcesses;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Starts a program and waits until it answers.
 * @throws EnvironmentError when it died; AwaitTimeoutError when it gave no answer in time; both with
 *   the end of its log.
 */
export async function startProgram(
  parts: ProgramParts,
  node: Node,
  program: Program,
): Promise<void> {
  const { clock, signal } = parts;
  await parts.processes.start(node.name, program.name);
  const admins = program === SERVER ? parts.admins.servers : parts.admins.sentinels;
  const admin = admins.get(node.name);
  const bounds = { within_ms: START_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const lookForDeathAt = { time: clock.now() + DEATH_AFTER_MS * 1e6 };
  const answered = await poll(clock, bounds, async () => {
    try {
      return (await admin?.ask('PING')) === 'PONG' ? true : null;
    } catch {
      if (clock.now() < lookForDeathAt.time) return null;
      lookForDeathAt.time = clock.now() + DEATH_AFTER_MS * 1e6;
      return (await parts.processes.state(node.name, program.name)) === 'gone' ? false : null;
    }
  });
  if (answered.reached && answered.value) return;
  const tail = (await node.readFile(program.logFile, LOG_TAIL_BYTES)) ?? 'there is no log';
  const details = {
    code: 'E_REDIS_START',
    expected: `${program.name} on ${node.name} to answer PING`,
    actual: `${
      answered.reached ? 'it ended' : `it gave no answer within ${START_TIMEOUT_MS} ms`
    }; the end of its log:\n${tail.trimEnd()}`,
    advice: 'correct what the log complains of',
  };
  throw answered.reached ? new EnvironmentError(details) : new AwaitTimeoutError(details);
}

/**
 * Waits until the kernel says that a program is gone, which has been told to end.
 * @throws AwaitTimeoutError when it goes on.
 */
export async function programGone(
  parts: ProgramParts,
  node: string,
  program: Program,
): Promise<void> {
  const bounds = { within_ms: END_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal: parts.signal };
  const gone = await poll(parts.clock, bounds, async () =>
    (await parts.processes.state(node, program.name)) === 'gone' ? true : null,
  );
  if (gone.reached) return;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_END',
    expected: `${program.name} on ${node} to end when it is told to`,
    actual: `it was still there after ${END_TIMEOUT_MS} ms`,
    advice: 'see the end of its log',
  });
}
