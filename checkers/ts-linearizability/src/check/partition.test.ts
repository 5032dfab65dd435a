import { describe, expect, it } from 'vitest';
import type { RegisterInput, RegisterOutput } from '../models/inputs.js';
import { register } from '../models/register.js';
import type {
  CheckOptions,
  Operation,
  Recognition,
  SpecialisedChecker,
  SpecialisedVerdict,
  UnknownCause,
} from '../types.js';
import { checkOperations } from './check.js';
import { decide, judgePartition, searchPartition } from './partition.js';
import { settingsOf } from './settings.js';

type Op = Operation<RegisterInput, RegisterOutput>;
type Special = SpecialisedChecker<RegisterInput, RegisterOutput>;

const legal: readonly Op[] = [
  { input: { f: 'write', value: 1 }, call: 0, return: 1 },
  { input: { f: 'read' }, output: 1, call: 2, return: 3 },
];
const illegal: readonly Op[] = [
  ...legal,
  { input: { f: 'read' }, output: null, call: 4, return: 5 },
];

/** A specialised checker that says always the same. */
const says = (name: string, verdict: SpecialisedVerdict): Special => ({
  name,
  recognise: (): Recognition => ({ recognised: true, check: () => verdict }),
});
const declines: Special = {
  name: 'declines',
  recognise: () => ({ recognised: false, because: 'it never does' }),
};
const undecided = says('undecided', { verdict: 'undecided', because: 'it never does' });
const okIn = (...order: number[]): SpecialisedVerdict => ({
  verdict: 'ok',
  linearize: () => Int32Array.from(order),
});

function judge(
  operations: readonly Op[],
  specialised: readonly Special[],
  options: CheckOptions = {},
): [string, string] {
  const { verdict, partitions } = checkOperations(
    { ...register(), specialised },
    operations,
    options,
  );
  const [part] = partitions;
  return [verdict, part?.verdict === 'unknown' ? part.cause : String(part?.method)];
}

describe('specialised checkers', () => {
  it('decide when they recognise the history', () => {
    const methodOf = (operations: readonly Op[], options: CheckOptions = {}) => {
      const [part] = checkOperations(register(), operations, options).partitions;
      return part?.verdict === 'unknown' ? part.cause : part?.method;
    };
    for (const explain of [true, false]) {
      expect(methodOf(legal, { explain })).toBe('register-zones');
      expect(methodOf(illegal, { explain })).toBe('register-zones');
      expect(methodOf(legal, { explain, method: 'search' })).toBe('depth-first');
      expect(methodOf(illegal, { explain, method: 'search' })).toBe('depth-first');
    }
  });

  it('are asked in turn, until one decides', () => {
    const right = says('right', okIn(0, 1));
    expect(judge(legal, [declines, undecided, right])).toEqual(['ok', 'right']);
    expect(judge(legal, [right, declines])).toEqual(['ok', 'right']);
  });

  it('leave the history to the search if none decides', () => {
    expect(judge(legal, [declines, undecided])).toEqual(['ok', 'depth-first']);
    expect(judge(illegal, [declines, undecided])).toEqual(['illegal', 'depth-first']);
    expect(judge(illegal, [])).toEqual(['illegal', 'depth-first']);
  });

  it('are not believed if their order is refused', () => {
    expect(judge(illegal, [says('wrong', okIn(0, 1, 2))])).toEqual(['illegal', 'depth-first']);
    expect(judge(legal, [says('wrong', okIn(1, 0))])).toEqual(['ok', 'depth-first']);
    expect(judge(legal, [says('wrong', okIn(0))])).toEqual(['ok', 'depth-first']);
  });

  it('are not believed if their witness is legal', () => {
    const wrong = says('wrong', { verdict: 'illegal', witness: [1, 0], reason: 'made up' });
    expect(judge(legal, [wrong])).toEqual(['ok', 'depth-first']);
    expect(judge(illegal, [wrong])).toEqual(['illegal', 'depth-first']);
  });

  it('give their own reason and a witness, which is made minimal', () => {
    const right = says('right', { verdict: 'illegal', witness: [2, 0, 1], reason: 'told you' });
    const result = checkOperations({ ...register(), specialised: [right] }, illegal);
    expect(result.verdict === 'illegal' && result.illegal).toMatchObject({
      method: 'right',
      explanation: { reason: 'told you', witness: [1, 2], minimal: true, firstUnplaceable: 2 },
    });
    const longest = result.verdict === 'illegal' && result.illegal.explanation?.longestPrefix;
    expect(longest).toEqual([0, 1]);
  });

  it('claim less than could be claimed only if there is no time to look for more', () => {
    const claim = { from: 'any-state-in-time', minimal: true } as const;
    const inTime = says('right', { verdict: 'illegal', witness: [1], reason: 'told you', claim });
    const explained = (options: CheckOptions) => {
      const model = { ...register(), specialised: [inTime] };
      const result = checkOperations(model, illegal, options);
      return result.verdict === 'illegal' ? result.illegal.explanation : undefined;
    };
    const more = { from: 'initial-state', witness: [1, 2], minimal: true };
    expect(explained({ explainTimeoutMs: 10_000 })).toMatchObject(more);
    expect(explained({ explainTimeoutMs: 0 })).toMatchObject({ ...claim, witness: [1] });
  });

  it('explain what they found without time for more: no orders, no first operation', () => {
    const reads = Array.from({ length: 30 }, () => illegal[2] as Op);
    const witness = Array.from({ length: 32 }, (_, at) => at);
    const right = says('right', { verdict: 'illegal', witness, reason: 'told you' });
    const result = checkOperations({ ...register(), specialised: [right] }, [...legal, ...reads], {
      explainTimeoutMs: 0,
    });
    expect(result.verdict === 'illegal' && result.illegal.explanation).toStrictEqual({
      reason: 'told you',
      witness,
      from: 'initial-state',
      minimal: false,
      longestPrefix: [],
      partialLinearizations: [],
    });
  });

  it('are not asked for an order that nobody wants', () => {
    const linearize = (): never => {
      throw new Error('nobody asked');
    };
    const right = says('right', { verdict: 'ok', linearize });
    const model = { ...register(), specialised: [right] };
    const { partitions } = checkOperations(model, legal, { explain: false });
    expect(partitions).toMatchObject([{ verdict: 'ok', method: 'right' }]);
    expect(partitions[0]).not.toHaveProperty('linearization');
    expect(() => checkOperations(model, legal)).toThrow('nobody asked');
  });

  it('are not asked once a bound is hit', () => {
    const right = says('right', okIn(0, 1));
    expect(judge(legal, [right], { timeoutMs: 0 })).toEqual(['unknown', 'time']);
  });
});

describe('a specialised checker that was cut', () => {
  it('is asked again for twice as long, until it decides', () => {
    let clock = 0;
    const bounds = { now: () => clock, hold: () => true, stop: () => undefined };
    const given: number[] = [];
    const slow: Special = {
      name: 'slow',
      recognise: () => ({
        recognised: true,
        check({ stop }) {
          const startedAt = clock;
          while (clock < startedAt + 10 && stop() === undefined) {
            clock++;
          }
          given.push(clock - startedAt);
          return clock < startedAt + 10 ? { verdict: 'undecided', because: 'cut' } : okIn(0, 1);
        },
      }),
    };
    const model = { ...register(), specialised: [slow] };
    const turns = judgePartition(model, legal, settingsOf({}), bounds, 2);
    const verdicts = [turns.next(), turns.next(), turns.next(), turns.next()];
    expect(verdicts.map(({ done }) => done)).toEqual([false, false, false, true]);
    expect(verdicts.at(-1)?.value).toMatchObject({ verdict: 'ok', method: 'slow' });
    expect(given).toEqual([2, 4, 8, 10]);
  });
});

describe('deciding without a proof', () => {
  const bounds = { now: () => 0, hold: () => true, stop: () => undefined };
  const decided = (operations: readonly Op[], specialised: readonly Special[]) =>
    decide({ ...register(), specialised }, operations, settingsOf({}), bounds);

  it('takes the word of the first specialised checker that decides', () => {
    const wrong = says('wrong', { verdict: 'illegal', witness: [0] });
    expect(decided(legal, [declines, undecided, wrong])).toBe('illegal');
    expect(decided(illegal, [says('wrong', okIn())])).toBe('ok');
  });

  it('is left to the search, not to those that are asked second', () => {
    const second = { ...says('wrong', { verdict: 'illegal', witness: [0] }), isSecond: true };
    expect(decided(legal, [undecided, second])).toBe('ok');
    expect(decided(illegal, [])).toBe('illegal');
  });
});

describe('searching', () => {
  /** Searches with bounds that are hit at one look at them. */
  function searched(operations: readonly Op[], stopAt: number) {
    let looks = 0;
    const stop = (): UnknownCause | undefined => (++looks >= stopAt ? 'time' : undefined);
    const bounds = { now: () => 0, hold: () => true, stop };
    return searchPartition(register(), operations, settingsOf({}), bounds);
  }

  it('gives no verdict if the bounds are hit before there is one, with the cause', () => {
    expect(searched(legal, 1)).toMatchObject({ verdict: 'unknown', cause: 'time' });
    expect(searched(legal, Infinity).verdict).toBe('ok');
    expect(searched(illegal, Infinity).verdict).toBe('illegal');
  });
});
