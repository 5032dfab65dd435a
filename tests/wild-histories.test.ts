import { describe, expect, it } from 'vitest';

import { virtualRun } from '../bench/truth/virtual-run.js';
import { checkers, models } from '../checkers/index.js';
import { type Checker, verdictOf } from '../harness/core/checker.js';
import { FaultlineError } from '../harness/core/errors.js';
import { History } from '../harness/core/history.js';
import type { Json, JsonObject } from '../harness/core/json.js';
import type { PlannedModel } from '../harness/core/model.js';
import type { Op } from '../harness/core/op.js';
import type { TestPlan } from '../harness/core/plan.js';
import { Random } from '../harness/core/random.js';
import { memory } from '../systems/memory/index.js';
import { workloads } from '../workloads/index.js';
import { planOf } from './fixtures/plan.js';

/** Of each workload so many; a longer run by hand has more: `FAULTLINE_WILD=2000`. */
const HISTORIES = Number(process.env['FAULTLINE_WILD'] ?? 25);

const WILD_WORDS = [undefined, null, true, '', '1', 'initial', 'x'.repeat(300)] as const;
const WILD_NUMBERS = [0, -0, -1, 0.5, 1e300, 2 ** 31, 2 ** 53, 2n ** 60n] as const;
const WILD_LISTS = [[], [[]], [null], [null, null], [1, 2, 3], [['r', 1, null]], [['x']]] as const;
const WILD: readonly (Json | undefined)[] = [
  ...WILD_WORDS,
  ...WILD_NUMBERS,
  ...WILD_LISTS,
  {},
  { a: [] },
  { n1: -1 },
];

const TYPES = ['invoke', 'ok', 'fail', 'info'] as const;

/** Draws from a source of chance, one after the other. */
class Dice {
  #random: Random;

  constructor(seed: number) {
    this.#random = Random.fromSeed(seed);
  }

  below(bound: number): number {
    const [drawn, next] = this.#random.integer(Math.max(1, bound));
    this.#random = next;
    return drawn;
  }

  of<T>(items: readonly T[]): T {
    const [drawn, next] = this.#random.pick(items);
    this.#random = next;
    return drawn;
  }
}

/** A value that is wild as a whole, or in one of its parts. */
function wildValue(value: Json | undefined, dice: Dice): Json | undefined {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (parts.length === 0 || dice.below(3) === 0) return dice.of(WILD);
  const [name, part] = dice.of(parts);
  const wild = wildValue(part, dice) ?? null;
  return Array.isArray(value)
    ? (value as readonly Json[]).with(Number(name), wild)
    : { ...(value as JsonObject), [name]: wild };
}

/** Drops, doubles, swaps and cuts events, puts in wild values, and uses names and processes again. */
function mutated(events: readonly Op[], dice: Dice): Op[] {
  const ops = [...events];
  for (let changes = 1 + dice.below(6); changes > 0 && ops.length > 1; changes -= 1) {
    const [at, other] = [dice.below(ops.length), dice.below(ops.length)];
    const [one, two] = [ops[at] as Op, ops[other] as Op];
    const put = (change: Partial<Op>): void => {
      ops[at] = { ...one, ...change };
    };
    const ways: readonly (() => void)[] = [
      () => ops.splice(at, 1),
      () => ops.splice(other, 0, one),
      () => {
        [ops[at], ops[other]] = [two, one];
      },
      () => ops.splice(at, dice.below(ops.length / 4)),
      () => ops.splice(Math.max(at, ops.length / 2)),
      () => {
        put({ process: two.process });
      },
      () => {
        put({ type: dice.of(TYPES) });
      },
      () => {
        put({ f: two.f });
      },
      () => {
        put({ value: two.value });
      },
      () => {
        put({ value: wildValue(one.value, dice) });
      },
      () => {
        put({ value: wildValue(one.value, dice) });
      },
      () => {
        put({ time: dice.of([0, two.time, 1e18]) });
      },
      () => {
        put({ node: two.node, error: two.error });
      },
    ];
    dice.of(ways)();
  }
  return ops;
}

/** A model with the options of objects. */
function someModel(dice: Dice): PlannedModel {
  const options: TestPlan['system']['options'] = dice.of([{}, { independent: true }]);
  return { name: dice.of(models).name, options };
}

interface Judging {
  readonly checker: Checker;
  readonly model?: PlannedModel;
}

/** What came of all judgements. */
const outcomes = new Set<string>();

/** What is wrong with the answer of a checker; `null` where it is a verdict, or a refusal with its reason. */
function mistakeOf({ checker, model }: Judging, plan: TestPlan, history: History): string | null {
  const planned = model === undefined ? plan : { ...plan, model };
  const bounds = { timeout_ms: 2_000, memory_bytes: 2 ** 27 };
  try {
    const known = models.find(({ name }) => name === model?.name) ?? null;
    const verdict = verdictOf(checker, planned, history, { bounds, model: known });
    outcomes.add(verdict.outcome);
    JSON.stringify(verdict);
    const words = [verdict.reason, ...verdict.anomalies.map(({ reason }) => reason)].join();
    if (/undefined|\[object|NaN/.test(words)) return `says ${words}`;
  } catch (error) {
    if (error instanceof FaultlineError) outcomes.add('refused');
    else
      return error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 2).join() : 'throws';
  }
  return null;
}

describe('wild histories get a verdict of every checker, or are refused with the reason', () => {
  it.each(workloads.map((workload) => [workload.name, workload] as const))(
    'of the workload %s',
    async (_name, workload) => {
      const plan = planOf({
        system: { name: memory.name, options: { ...memory.defaults, lossShare: 0.02 } },
        workload: { name: workload.name, options: workload.defaults },
        schedule: {
          kind: 'steps',
          steps: [
            { fault: 'start-partition', value: { grudge: 'primary' } },
            { for_ms: 50 },
            { fault: 'stop-partition' },
            { for_ms: 50 },
          ],
        },
        rate: 1_000,
        timeLimit_ms: 100,
        opTimeout_ms: 20,
      });
      const clean = [...(await virtualRun(workload, plan))];
      /** One example of each. */
      const mistakes = new Map<string, string>();
      for (let seed = 1; seed <= HISTORIES; seed += 1) {
        const dice = new Dice(seed);
        // Every fourth one has events in no order at all.
        const events = seed % 4 > 0 ? clean : Array.from({ length: 60 }, () => dice.of(clean));
        const history = History.of(mutated(events, dice));
        const modelsHere = [someModel(dice), ...(workload.model ? [workload.model] : [])];
        const judgings = checkers.flatMap((checker): readonly Judging[] =>
          checker.byModel === true
            ? modelsHere.map((model) => ({ checker, model }))
            : [{ checker }],
        );
        for (const judging of judgings) {
          const mistake = mistakeOf(judging, plan, history);
          if (mistake !== null) {
            mistakes.set(
              `${judging.checker.name} ${judging.model?.name ?? ''}: ${mistake}`,
              `seed ${seed}`,
            );
          }
        }
      }
      expect(Object.fromEntries(mistakes)).toEqual({});
    },
  );

  it('and are neither all valid nor all refused', () => {
    expect([...outcomes]).toEqual(expect.arrayContaining(['valid', 'invalid', 'unknown']));
  });
});
