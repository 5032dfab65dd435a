import { bounded } from '../core/bounded.js';
import type { Clock } from '../core/clock.js';
import { AwaitTimeoutError, EnvironmentError, endsRun, messageOf } from '../core/errors.js';
import { poll } from '../core/poll.js';
import type { Programs } from '../core/programs.js';

const LOOK_EVERY_MS = 100;
/** Bound on one look. */
const LOOK_TIMEOUT_MS = 3000;
/** A program that is gone in so many looks in a row has died, and is not just about to start. */
const GONE_LOOKS = 5;
const LOG_TAIL_BYTES = 2000;

/** A node that is awaited. */
export interface Awaited {
  readonly system: string;
  readonly node: string;
  readonly programs: Programs;
  /** The names of its programs. */
  readonly names: readonly string[];
  readonly look: () => Promise<string | null>;
  readonly within_ms: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Looks once whether a node is ready, within a bound.
 * @returns why it is not; `null` where it is.
 */
export async function lookOnce(
  clock: Clock,
  ready: () => Promise<boolean | void>,
): Promise<string | null> {
  try {
    const look = await bounded(clock, LOOK_TIMEOUT_MS, ready);
    if (!look.ended) return `there was no answer within ${LOOK_TIMEOUT_MS} ms`;
    return look.value === false ? 'it said that it is not' : null;
  } catch (thrown) {
    if (endsRun(thrown)) throw thrown;
    return messageOf(thrown);
  }
}

/**
 * Waits until a node is ready.
 * @throws EnvironmentError when a program of it has ended; AwaitTimeoutError when it was not ready in
 *   time; both with the end of what the program has printed.
 */
export async function becomeReady(awaited: Awaited): Promise<void> {
  const { clock, signal, within_ms } = awaited;
  const last = { reason: '', gone: 0 };
  const ready = await poll(clock, { within_ms, every_ms: LOOK_EVERY_MS, signal }, async () => {
    const reason = await awaited.look();
    if (reason === null) return { ended: null };
    last.reason = reason;
    const ended = await goneProgram(awaited);
    last.gone = ended === null ? 0 : last.gone + 1;
    return ended !== null && last.gone >= GONE_LOOKS ? { ended } : null;
  });
  if (ready.reached && ready.value.ended === null) return;
  const ended = ready.reached ? ready.value.ended : null;
  const actual =
    ended === null ? `after ${within_ms} ms it was not: ${last.reason}` : `${ended} has ended`;
  const details = {
    code: 'E_SYSTEM_READY',
    expected: `${awaited.system} to be ready on ${awaited.node}`,
    actual: `${actual}\n${await printedBy(awaited, ended)}`,
    advice: 'correct what the program complains of, or how `start` starts it',
  };
  throw ended === null ? new AwaitTimeoutError(details) : new EnvironmentError(details);
}

/** The name of a program that is gone. */
async function goneProgram({ programs, names }: Awaited): Promise<string | null> {
  for (const name of names) if ((await programs.state(name)) === 'gone') return name;
  return null;
}

/** The end of what the program has printed, or of what all have. */
async function printedBy({ programs, names }: Awaited, only: string | null): Promise<string> {
  const tails = names
    .filter((name) => only === null || name === only)
    .map(async (name) => {
      const text = (await programs.log(name, LOG_TAIL_BYTES)).trimEnd();
      return text === ''
        ? `${name} has printed nothing`
        : `the end of what ${name} printed:\n${text}`;
    });
  return (await Promise.all(tails)).join('\n');
}
