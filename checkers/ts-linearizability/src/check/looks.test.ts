import { describe, expect, it } from 'vitest';
import { alterHistory, type AlterableKind } from '../generate/alterations.js';
import { generateHistory, type HistoryOptions } from '../generate/history.js';
import type { Kind } from '../generate/kinds.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { fencedLock } from '../models/fenced-lock.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { keyValue } from '../models/key-value.js';
import { log } from '../models/log.js';
import { mutex } from '../models/mutex.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import type { CheckOptions, CheckResult, Model, Operation } from '../types.js';
import { finish } from '../resumable/resumable.js';
import { Bounds } from './bounds.js';
import { checkHistory } from './history.js';
import { settingsOf } from './settings.js';

const OPERATIONS = 12_500;
/** What a look at an operation takes, in milliseconds of the clock of these tests. */
const OPERATION_MS = 0.001;
/** What happens between two looks at the clock takes so long besides. */
const BETWEEN_LOOKS_MS = 0.1;
/** Operations that a check may look at between two looks at the clock. */
const MOST_BETWEEN_LOOKS = 10_000;
/** Looks at the clock that a check may take after the bound was hit. */
const MOST_LOOKS_AFTER = 40;
const STOPS = 8;

interface Subject {
  readonly name: string;
  readonly kind: Kind;
  readonly model: unknown;
  readonly shape?: Partial<HistoryOptions>;
  readonly method?: 'search';
  readonly illegal?: boolean;
}

const SUBJECTS: readonly Subject[] = [
  { name: 'register', kind: 'register', model: register() },
  { name: 'illegal register', kind: 'register', model: register(), illegal: true },
  {
    name: 'register by search',
    kind: 'register',
    model: register(),
    shape: { clients: 3 },
    method: 'search',
  },
  { name: 'cas-register', kind: 'cas-register', model: casRegister(), shape: { crashRate: 0.01 } },
  { name: 'illegal cas-register', kind: 'cas-register', model: casRegister(), illegal: true },
  { name: 'counter', kind: 'counter', model: counter(), shape: { crashRate: 0.01 } },
  { name: 'illegal counter', kind: 'counter', model: counter(), illegal: true },
  {
    name: 'grow-only-set',
    kind: 'grow-only-set',
    model: growOnlySet(),
    shape: { reads: 20 / OPERATIONS },
  },
  { name: 'set of many elements', kind: 'set', model: set(), shape: { reads: 0 } },
  { name: 'queue', kind: 'queue', model: queue() },
  { name: 'illegal queue', kind: 'queue', model: queue(), illegal: true },
  { name: 'priority-queue', kind: 'priority-queue', model: priorityQueue() },
  { name: 'mutex', kind: 'mutex', model: mutex() },
  { name: 'fenced-lock', kind: 'fenced-lock', model: fencedLock() },
  { name: 'illegal fenced-lock', kind: 'fenced-lock', model: fencedLock(), illegal: true },
  { name: 'log', kind: 'log', model: log() },
  { name: 'key-value', kind: 'key-value', model: keyValue() },
  {
    name: 'illegal key-value of few values',
    kind: 'key-value',
    model: keyValue(),
    shape: { clients: 5, values: { size: 3 } },
    illegal: true,
  },
];

type History = readonly Operation<unknown, unknown>[];

function historyOf({ kind, shape, illegal = false }: Subject): History {
  const history = generateHistory(kind, { operations: OPERATIONS, clients: 20, ...shape });
  const subject = illegal
    ? alterHistory(kind as AlterableKind, history as never)?.history
    : history;
  if (subject === undefined) {
    throw new Error(`a ${kind} history that cannot be altered`);
  }
  return subject;
}

/** What happened in a check whose clock goes on as operations are looked at. */
interface Course {
  readonly result: CheckResult;
  /** Looks at the clock before and after the bound was hit. */
  readonly looksBefore: number;
  readonly looksAfter: number;
  /** Operations looked at between two looks at the clock, at most. */
  readonly mostBetween: number;
  readonly lastedMs: number;
}

function courseOf({ model, method }: Subject, history: History, timeoutMs: number): Course {
  let clock = 0;
  let seen = 0;
  const course = { looksBefore: 0, looksAfter: 0, mostBetween: 0 };
  const watched = new Proxy(history, {
    get(target, field, receiver) {
      if (field !== 'length') {
        seen++;
        clock += OPERATION_MS;
      }
      return Reflect.get(target, field, receiver) as unknown;
    },
  });
  const tick = (): number => (clock += BETWEEN_LOOKS_MS);
  const now = (): number => {
    course.mostBetween = Math.max(course.mostBetween, seen);
    course[clock < timeoutMs ? 'looksBefore' : 'looksAfter']++;
    seen = 0;
    return tick();
  };
  const options: CheckOptions = { timeoutMs, ...(method === undefined ? {} : { method }) };
  const generator = checkHistory(
    model as Model<unknown, unknown, unknown>,
    watched,
    settingsOf(options),
    new Bounds(options, { now }),
  );
  const realNow = performance.now.bind(performance);
  performance.now = tick;
  try {
    const result = finish(generator);
    now();
    return { result, ...course, lastedMs: clock };
  } finally {
    performance.now = realNow;
  }
}

describe.each(SUBJECTS)('a check of a long history of a $name', (subject) => {
  const history = historyOf(subject);

  it('looks at the clock every few thousand operations, in all it does', () => {
    const { result, looksBefore, mostBetween } = courseOf(subject, history, Infinity);
    expect(result.verdict).toBe(subject.illegal === true ? 'illegal' : 'ok');
    expect(mostBetween).toBeLessThan(MOST_BETWEEN_LOOKS);
    expect(looksBefore).toBeGreaterThan(20);
  });

  it('ends soon after a bound was hit, whenever that is, with its verdict if there is one', () => {
    const { result: whole, lastedMs } = courseOf(subject, history, Infinity);
    const verdicts = new Set<string>();
    for (let stop = 1; stop <= STOPS; stop++) {
      // Explaining takes longer than judging, so the earlier part is looked at more closely.
      const timeoutMs = lastedMs * (stop / (STOPS + 1)) ** 3;
      const { result, looksAfter, mostBetween } = courseOf(subject, history, timeoutMs);
      verdicts.add(result.verdict === 'unknown' ? result.cause : result.verdict);
      expect(looksAfter).toBeLessThan(MOST_LOOKS_AFTER);
      expect(mostBetween).toBeLessThan(MOST_BETWEEN_LOOKS);
    }
    verdicts.delete(whole.verdict);
    expect([...verdicts]).toEqual(['time']);
  });
});
