/// <reference types="node" />
import { Bounds } from '../check/bounds.js';
import { checkOperationsAsync } from '../check/check.js';
import { checkHistory } from '../check/history.js';
import { run } from '../check/run.js';
import { settingsOf } from '../check/settings.js';
import { alterHistory, type AlterableKind } from '../generate/alterations.js';
import { generateHistory, type HistoryOf, type HistoryOptions } from '../generate/history.js';
import type { Kind, Kinds } from '../generate/kinds.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { fencedLock } from '../models/fenced-lock.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { keyValue } from '../models/key-value.js';
import { log } from '../models/log.js';
import { multiRegister } from '../models/multi-register.js';
import { mutex } from '../models/mutex.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import { stack } from '../models/stack.js';
import type { CheckOptions, Model, Operation } from '../types.js';
import { MILLION } from './cases.js';
import { waitedForCoreMs } from './thread-time.js';

/** How late one kind of check was, at worst, of all bounds that were tried. */
export interface Lateness {
  readonly name: string;
  /** How many checks were still going on when their bound was hit. */
  readonly cut: number;
  /** Past the bound of time, in milliseconds. */
  readonly lateMs: number;
  /** The same, without the time in which the thread waited for a core. */
  readonly ownLateMs: number;
  /** Past the abortion of the asynchronous form by a timer. */
  readonly abortLateMs: number;
  readonly ownAbortLateMs: number;
  /** The longest stretch between two turns of the event loop. */
  readonly turnMs: number;
  readonly ownTurnMs: number;
}

/** When checks are to end, and when they are to be aborted. */
const BOUNDS_MS = [1, 3, 10, 30, 60, 100, 150, 220, 320, 450, 600, 800, 1000, 1300, 1600, 2000];
const ABORTIONS_MS = [5, 60, 250, 600, 1200];
/** From so long before a bound on it is noted how long the thread waits for a core. */
const WATCH_BEFORE_MS = 400;
const TURNS_FOR_MS = 4000;

/** A check of a history that was prepared, in its forms. */
interface Subject {
  readonly check: (options: CheckOptions, now: () => number) => void;
  readonly checkAsync: (options: CheckOptions) => Promise<unknown>;
}

interface Shape extends Partial<HistoryOptions> {
  readonly method?: 'search';
}

const SUBJECTS: Readonly<Record<string, () => Subject>> = {
  register: () => legal('register', register()),
  'register, by search': () => legal('register', register(), { method: 'search' }),
  'cas-register': () => legal('cas-register', casRegister()),
  'cas-register, 5 values, illegal': () =>
    illegal('cas-register', casRegister(), { values: { size: 5 } }),
  'multi-register': () => legal('multi-register', multiRegister()),
  counter: () => legal('counter', counter()),
  'counter, 1 % crashed, by search': () =>
    legal('counter', counter(), { crashRate: 0.01, method: 'search' }),
  'grow-only-set': () => legal('grow-only-set', growOnlySet(), { reads: 100 / MILLION }),
  set: () => legal('set', set(), { reads: 0 }),
  queue: () => legal('queue', queue()),
  stack: () => legal('stack', stack()),
  'priority-queue': () => legal('priority-queue', priorityQueue()),
  mutex: () => legal('mutex', mutex()),
  'fenced-lock': () => legal('fenced-lock', fencedLock()),
  'key-value': () => legal('key-value', keyValue()),
  'key-value, 5 values, illegal': () =>
    illegal('key-value', keyValue(), { clients: 50, values: { size: 5 } }),
  log: () => legal('log', log()),
};

export const LATENESS_SUBJECTS: readonly string[] = Object.keys(SUBJECTS);

function legal<K extends Kind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  shape: Shape = {},
): Subject {
  return subjectOf(model, historyOf(kind, shape), shape);
}

/** With one wrong answer at 95 % of the history. */
function illegal<K extends AlterableKind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  shape: Shape,
): Subject {
  const altered = alterHistory(kind, historyOf(kind, shape));
  return subjectOf(model, altered?.history ?? [], shape);
}

function historyOf<K extends Kind>(kind: K, shape: Shape): HistoryOf<K> {
  return generateHistory(kind, { operations: MILLION, clients: 100, ...shape });
}

function subjectOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
  { method = 'auto' }: { readonly method?: 'auto' | 'search' },
): Subject {
  return {
    check(options, now) {
      const bounds = new Bounds(options, { now });
      const settings = settingsOf({ ...options, method });
      run(checkHistory(model, history, settings, bounds), options);
    },
    checkAsync: (options) => checkOperationsAsync(model, history, { ...options, method }),
  };
}

/** Measures one subject, with its details, as is the default. */
export async function measureLateness(name: string): Promise<Lateness> {
  const prepare = SUBJECTS[name];
  if (prepare === undefined) {
    throw new Error(`there is no subject ${name}; there are ${LATENESS_SUBJECTS.join(', ')}`);
  }
  const subject = prepare();
  const times = BOUNDS_MS.map((timeoutMs) => lateAfterBound(subject, timeoutMs));
  const abortions: Late[] = [];
  for (const afterMs of ABORTIONS_MS) {
    abortions.push(await lateAfterAbortion(subject, afterMs));
  }
  const turn = await longestTurn(subject);
  const [time, abortion] = [worst(times), worst(abortions)];
  return {
    name,
    cut: times.filter(({ lateMs }) => lateMs >= 0).length,
    lateMs: time.lateMs,
    ownLateMs: time.ownMs,
    abortLateMs: abortion.lateMs,
    ownAbortLateMs: abortion.ownMs,
    turnMs: turn.lateMs,
    ownTurnMs: turn.ownMs,
  };
}

/** A stretch of time, and how much of it the thread did not wait for a core. */
interface Late {
  readonly lateMs: number;
  readonly ownMs: number;
}

function worst(all: readonly Late[]): Late {
  return {
    lateMs: Math.max(0, ...all.map(({ lateMs }) => lateMs)),
    ownMs: Math.max(0, ...all.map(({ ownMs }) => ownMs)),
  };
}

/** How long a check goes on after its bound of time; negative if it was done before. */
function lateAfterBound({ check }: Subject, timeoutMs: number): Late {
  let deadline = Infinity;
  let waitedBefore = waitedForCoreMs();
  const now = (): number => {
    const at = performance.now();
    deadline = Math.min(deadline, at + timeoutMs);
    if (at < deadline && at > deadline - WATCH_BEFORE_MS) {
      waitedBefore = waitedForCoreMs();
    }
    return at;
  };
  check({ timeoutMs }, now);
  const lateMs = performance.now() - deadline;
  return { lateMs, ownMs: lateMs - (waitedForCoreMs() - waitedBefore) };
}

/** How long a check goes on after a timer has aborted it; negative if it was done before. */
async function lateAfterAbortion({ checkAsync }: Subject, afterMs: number): Promise<Late> {
  const controller = new AbortController();
  let abortedAt = Infinity;
  let waitedBefore = 0;
  const timer = setTimeout(() => {
    abortedAt = performance.now();
    waitedBefore = waitedForCoreMs();
    controller.abort();
  }, afterMs);
  await checkAsync({ signal: controller.signal });
  clearTimeout(timer);
  const lateMs = performance.now() - abortedAt;
  return { lateMs, ownMs: lateMs - (waitedForCoreMs() - waitedBefore) };
}

/** The longest time between two turns of the event loop while a check runs. */
async function longestTurn({ checkAsync }: Subject): Promise<Late> {
  const turns: Late[] = [];
  let [at, waited, over] = [performance.now(), waitedForCoreMs(), false];
  const turn = (): void => {
    const [now, waitedNow] = [performance.now(), waitedForCoreMs()];
    turns.push({ lateMs: now - at, ownMs: now - at - (waitedNow - waited) });
    [at, waited] = [now, waitedNow];
    if (!over) {
      setImmediate(turn);
    }
  };
  setImmediate(turn);
  await checkAsync({ timeoutMs: TURNS_FOR_MS });
  turn();
  over = true;
  return worst(turns);
}
