import { describe, expect, it } from 'vitest';
import { verdictBy } from '../differential/ask.test.support.js';
import { smallHistory } from '../differential/small-histories.test.support.js';
import { SUBJECTS, type Subject } from '../differential/subjects.test.support.js';
import { Random } from '../generate/random.test.support.js';
import type { Operation, SpecialisedVerdict } from '../types.js';

interface Judged {
  readonly history: readonly Operation<unknown, unknown>[];
  readonly verdict: SpecialisedVerdict;
}

const HISTORIES = 2000;

/** Verdicts of a checker on small random histories; `undecided` where it does not recognise one. */
function judgedBy(subject: Subject): Judged[] {
  const judged: Judged[] = [];
  subject.run({ count: HISTORIES, seed: 50_000, most: 8 }, (kind, _model, checker, extent) => {
    for (let i = 0; i < extent.count; i++) {
      const history = smallHistory(kind, new Random(extent.seed + i), extent.most);
      judged.push({ history, verdict: verdictBy(checker, history) });
    }
    return { ok: 0, illegal: 0, undecided: 0, notRecognised: 0, disagreements: [] };
  });
  return judged;
}

const NAMED = /\(operation (\d+)\)/g;
const BEFORE =
  /\(operation (\d+)\) returned before [^(]*?\(operation (\d+)\)(?:, [^(]*?,)? was called/;

type Op = Operation<unknown, unknown>;

const valueOf = ({ input }: Op): unknown => (input as { readonly value?: unknown }).value;
const isOpen = (operation: Op): boolean => operation.return === Infinity;
const isKnown = ({ output }: Op): boolean => output !== undefined;

const isRead = ({ input }: Op): boolean => (input as { readonly f: string }).f === 'read';
const sizeOf = ({ output }: Op): number => (Array.isArray(output) ? output.length : 0);

/** What is true of two operations, in the order of a reason, that says so of them. */
const CLAIMS: readonly (readonly [RegExp, (first: Op, second: Op) => boolean])[] = [
  [
    /\(operation (\d+)\) returned .*\(operation (\d+)\) was called, but the former is not in it/,
    (add, read) =>
      !isRead(add) && isRead(read) && !(read.output as unknown[]).includes(valueOf(add)),
  ],
  [
    /\(operation (\d+)\) returned .*\(operation (\d+)\) was called, but the former saw more$/,
    (early, late) => isRead(early) && isRead(late) && sizeOf(early) > sizeOf(late),
  ],
  [
    /\(operation (\d+)\) returned .*\(operation (\d+)\) was called, but the former saw its value/,
    (read, add) => isRead(read) && !isRead(add),
  ],
  [
    /\(operation (\d+)\) was called, but .*\(operation (\d+)\) saw only the value of the latter/,
    (add, read) => isRead(read) && (read.output as unknown[]).includes(valueOf(add)),
  ],
  [
    /\(operation (\d+)\) and .*\(operation (\d+)\) (?:led to the same state|got the same token)/,
    (one, other) => one !== other && one.output === other.output,
  ],
  [
    /\(operation (\d+)\) answered what .*\(operation (\d+)\) had answered/,
    (one, other) => one !== other && one.output === other.output,
  ],
];

/** Operations of an average witness at most. */
const MEAN_WITNESS: Readonly<Record<string, number>> = {
  register: 1.93,
  'register-just-in-time': 1.9,
  'cas-register': 2.04,
  'cas-just-in-time': 2,
  // With the gets that tell of appends, and all that made what they saw.
  'key-value': 2.95,
  'key-value-just-in-time': 3,
  // With all operations of a value that was put in more than once.
  queue: 2.4,
  'queue-just-in-time': 2.32,
  'stack-just-in-time': 2.31,
  'priority-queue-just-in-time': 2.24,
  stack: 2.36,
  'priority-queue': 2.27,
  'grow-only-set': 2.29,
  counter: 2.55,
  'counter-just-in-time': 2.02,
  log: 3.25,
  'fenced-lock': 1.85,
  'leased-lock': 1.82,
  mutex: 3.12,
  set: 2.14,
};

const ALL = new Map(SUBJECTS.map((subject) => [subject.name, judgedBy(subject)]));

describe.each([...ALL])('the reasons of %s', (name, judged) => {
  const illegal = judged.flatMap(({ history, verdict }) =>
    verdict.verdict === 'illegal' ? [{ history, ...verdict, reason: verdict.reason ?? '' }] : [],
  );

  it('name operations of the witness alone, by their positions', () => {
    const strange = illegal.filter(({ witness, reason }) =>
      [...reason.matchAll(NAMED)].some(([, position]) => !witness.includes(Number(position))),
    );
    expect(strange.slice(0, 3)).toEqual([]);
    expect(illegal.filter(({ reason }) => /NaN|-1\)/.test(reason)).slice(0, 3)).toEqual([]);
  });

  it('say what the history shows', () => {
    const wrong = illegal.filter(({ history, reason }) => {
      const [, early, late] = BEFORE.exec(reason) ?? [];
      return (
        early !== undefined &&
        !(Number(history[Number(early)]?.return) < Number(history[Number(late)]?.call))
      );
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('are true of the operations that they name', () => {
    const wrong = illegal.filter(({ history, reason }) =>
      CLAIMS.some(([pattern, holds]) => {
        const [text, ...positions] = pattern.exec(reason) ?? [];
        const [first, second] = positions.map((position) => history[Number(position)]);
        return text !== undefined && !(first && second && holds(first, second));
      }),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('come with few operations', () => {
    const all = illegal.reduce((sum, { witness }) => sum + witness.length, 0);
    expect(all / illegal.length).toBeLessThan(MEAN_WITNESS[name] ?? 0);
  });

  it('come with a witness in ascending order, each operation once', () => {
    const unordered = illegal.filter(({ witness }) =>
      witness.some((position, i) => i > 0 && position <= Number(witness[i - 1])),
    );
    expect(unordered.slice(0, 3)).toEqual([]);
  });
});

/** What is true of a history if a checker says so of one of its operations. */
const REFUSALS: readonly (readonly [RegExp, (operation: Op, history: readonly Op[]) => boolean])[] =
  [
    [/operation (\d+) has an answer, but no time of it/, (op) => isKnown(op) && isOpen(op)],
    [/not known whether or when operation (\d+)/, (op) => isKnown(op) === isOpen(op)],
    [/operation (\d+) was answered, but the answer/, (op) => !isKnown(op) && !isOpen(op)],
    [
      /operation (\d+) (?:adds|puts in) a value that was [a-z ]+ before/,
      (op, history) =>
        history.slice(0, history.indexOf(op)).some((other) => valueOf(other) === valueOf(op)),
    ],
  ];

describe('a history that is left open', () => {
  it.each([...ALL])('is so by the checker of %s for what is true of it', (_name, judged) => {
    const wrong = judged.filter(({ history, verdict }) =>
      REFUSALS.some(([pattern, holds]) => {
        const [, position] =
          verdict.verdict === 'undecided' ? (pattern.exec(verdict.because) ?? []) : [];
        const operation = history[Number(position)];
        return position !== undefined && (operation === undefined || !holds(operation, history));
      }),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  // The conditions that the README names; with these met, a checker decides.
  it.each([
    ['queue', /not known whether|put in before|hinges/],
    ['stack', /not known whether|put in before|hinges/],
    ['priority-queue', /not known whether|put in before|hinges/],
    ['counter', /an answer, but no time|others add/],
    ['log', /an answer, but no time|appended/],
    ['grow-only-set', /an answer, but no time|added before/],
    ['register', /written more than once|does not say what it saw/],
    ['key-value', /written more than once|in several ways|does not say what it saw/],
    ['queue-just-in-time', /is not known|too much/],
    ['stack-just-in-time', /is not known|too much/],
    ['priority-queue-just-in-time', /is not known|too much/],
    ['cas-register', /written more than once|does not say what it saw/],
    ['register-just-in-time', /never/],
    ['cas-just-in-time', /never/],
    ['key-value-just-in-time', /in several ways/],
    ['mutex', /an answer, but no time|answers are not known/],
    ['set', /an answer, but no time|no element by itself|answers are not known/],
    ['fenced-lock', /the tokens do not contradict/],
    ['leased-lock', /the tokens do not contradict/],
  ])('is so by the checker of %s on documented conditions', (name, conditions) => {
    const because = (ALL.get(name) ?? []).flatMap(({ verdict }) =>
      verdict.verdict === 'undecided' ? [verdict.because] : [],
    );
    expect(because.filter((reason) => !conditions.test(reason)).slice(0, 3)).toEqual([]);
  });

  it('is the exception for log', () => {
    const judged = ALL.get('log') ?? [];
    const open = judged.filter(({ verdict }) => verdict.verdict === 'undecided');
    expect(judged).toHaveLength(HISTORIES);
    expect(open.length).toBeLessThan(HISTORIES / 20);
  });
});
