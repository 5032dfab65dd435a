import { describe, expect, it } from 'vitest';
import { alterHistory, type AlterableKind } from '../generate/alterations.test.support.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { Kind } from '../generate/kinds.test.support.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { fencedLock } from '../models/fenced-lock.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { log } from '../models/log.js';
import { mutex } from '../models/mutex.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { checkOperations } from '../check/check.js';
import type { FencedLockInput, FencedLockOutput } from '../models/inputs.js';
import type { Model, Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';

const OPERATIONS = 36_000;

interface Subject {
  readonly kind: Kind;
  readonly model: unknown;
  readonly method: string;
  /** Of legal ones, if another. */
  readonly legalBy?: string;
  readonly reads?: number;
  readonly clients?: number;
  /** Share of operations without an answer, default 0.01. */
  readonly crashRate?: number;
}

const SUBJECTS: readonly Subject[] = [
  { kind: 'register', model: register(), method: 'register-zones' },
  { kind: 'cas-register', model: casRegister(), method: 'register-zones' },
  { kind: 'queue', model: queue(), method: 'queue-order' },
  { kind: 'priority-queue', model: priorityQueue(), method: 'priority-order' },
  { kind: 'counter', model: counter(), method: 'counter-steps' },
  { kind: 'grow-only-set', model: growOnlySet(), method: 'set-chain', reads: 0.002 },
  { kind: 'log', model: log(), method: 'log-entries' },
  { kind: 'fenced-lock', model: fencedLock(), method: 'token-order', legalBy: 'depth-first' },
  // Among more clients there are refusals that the checker leaves to the search.
  { kind: 'mutex', model: mutex(), method: 'mutex-critical-sections', clients: 1, crashRate: 0 },
];

type AnyModel = Model<unknown, unknown, unknown>;
type History = readonly Operation<unknown, unknown>[];

function generated({ kind, reads, clients = 30, crashRate = 0.01 }: Subject): History {
  const share = reads === undefined ? {} : { reads };
  return generateHistory(kind, { operations: OPERATIONS, clients, crashRate, ...share });
}

/** In another order than that of the calls, so that every sort has something to do. */
function shuffled(history: History): History {
  return history.map((_, i) => history[(i * 7919 + 13) % history.length] as History[number]);
}

describe.each(SUBJECTS)('a long history of a $kind', (subject) => {
  const model = subject.model as AnyModel;

  it('is legal, with a proof', () => {
    for (const history of [generated(subject), shuffled(generated(subject))]) {
      const result = checkOperations(model, history);
      const [part] = result.partitions;
      expect([result.verdict, part?.verdict === 'ok' && part.method]).toEqual([
        'ok',
        subject.legalBy ?? subject.method,
      ]);
      const order = part?.verdict === 'ok' ? (part.linearization ?? []) : [];
      // States of sets are too large to go through all of them.
      if (subject.kind !== 'grow-only-set') {
        expect(validateLinearization(model, history, order)).toEqual({ valid: true });
      }
    }
  });

  it('is illegal once an answer is wrong, with a witness', () => {
    if (subject.kind === 'mutex') {
      return;
    }
    const kind = subject.kind as AlterableKind;
    const altered = alterHistory(kind, generated(subject) as never);
    const history = shuffled(altered?.history ?? []);
    const result = checkOperations(model, history);
    expect(result.verdict === 'illegal' && result.illegal.method).toBe(subject.method);
    const witness = result.verdict === 'illegal' ? (result.illegal.explanation?.witness ?? []) : [];
    const part = witness.map((at) => history[at] as History[number]);
    expect(checkOperations(model, part, { method: 'search' }).verdict).toBe('illegal');
  });
});

describe('a long history of a lock with many refusals', () => {
  type LockOperation = Operation<FencedLockInput, FencedLockOutput>;
  const HOLDERS = 2000;
  const history = Array.from({ length: HOLDERS }, (_, i): LockOperation[] => {
    const at = 100 * i;
    const token = i + 1;
    return [
      { input: { f: 'acquire' }, output: token, call: at, return: at + 20 },
      ...[10, 11, 12, 13].map((later): LockOperation => {
        return { input: { f: 'acquire' }, output: null, call: at + later, return: at + later + 50 };
      }),
      { input: { f: 'write', token }, output: true, call: at + 25, return: at + 90 },
      { input: { f: 'release', token }, output: true, call: at + 50, return: at + 80 },
    ];
  }).flat();

  it('is legal if somebody held it each time', () => {
    const [part] = checkOperations(fencedLock(), history).partitions;
    const order = part?.verdict === 'ok' ? (part.linearization ?? []) : [];
    expect(validateLinearization(fencedLock(), history, order)).toEqual({ valid: true });
  });

  it('is illegal if nobody held it at one of them, which the search finds', () => {
    const free = 100 * 0.9 * HOLDERS + 82;
    const wrong = { input: { f: 'acquire' }, output: null, call: free, return: free + 5 } as const;
    const result = checkOperations(fencedLock(), [...history, wrong]);
    const illegal = result.verdict === 'illegal' ? result.illegal : undefined;
    expect(illegal?.method).toBe('depth-first');
    expect(illegal?.explanation?.firstUnplaceable).toBe(history.length);
  });
});
