import { alterHistory } from '../generate/alterations.test.support.js';
import { generateHistory } from '../generate/history.test.support.js';
import { casRegister } from '../models/cas-register.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { register } from '../models/register.js';
import type { Model, Operation, Value } from '../types.js';
import type { BenchmarkCase } from './benchmark-case.js';

type History = readonly Operation<CasRegisterInput, CasRegisterOutput>[];
type AnyModel = Model<unknown, unknown, unknown>;

const REGISTERS = [
  { kind: 'register', model: register() as unknown as AnyModel, reads: 0.5 },
  { kind: 'cas-register', model: casRegister() as unknown as AnyModel, reads: 1 / 3 },
] as const;

/** From one value that is written twice to five values that are written all the time. */
const SHAPES = [
  { repeated: '1 value twice, 20 in flight', clients: 20, twice: 1 },
  { repeated: '50 values twice, 20 in flight', clients: 20, twice: 50 },
  { repeated: '500 values twice, 20 in flight', clients: 20, twice: 500 },
  { repeated: '100 values, 30 in flight', clients: 30, size: 100 },
  { repeated: '5 values, 30 in flight', clients: 30, size: 5 },
];

const VARIANTS = [
  { what: '', verdict: 'ok', crashRate: 0 },
  { what: ', illegal', verdict: 'illegal', crashRate: 0 },
  { what: ', 5 % crashed', verdict: 'ok', crashRate: 0.05 },
] as const;

/** Registers to which some values, or all, are written more than once, 10,000 operations each. */
export const REPEATED_REGISTERS: readonly BenchmarkCase[] = REGISTERS.flatMap(
  ({ kind, model, reads }) =>
    SHAPES.flatMap(({ repeated, clients, twice, size }) =>
      VARIANTS.map(({ what, verdict, crashRate }) => ({
        name: `${kind}, ${repeated}${what}`,
        verdict,
        limitMs: 5000,
        limitMB: 1024,
        prepare() {
          const values = size === undefined ? ('unique' as const) : { size };
          const options = { operations: 10_000, clients, reads, values, crashRate };
          const legal = generateHistory(kind, options);
          const judged = verdict === 'ok' ? legal : alterHistory(kind, legal)?.history;
          return { model, histories: [written(twice ?? 0, (judged ?? []) as History)] };
        },
      })),
    ),
);

/** With some values, evenly spread, each in place of the one that was set as the fifth after it. */
function written(twice: number, history: History): History {
  const set = history.flatMap(({ input }) =>
    input.f === 'write' ? [input.value] : input.f === 'cas' ? [input.to] : [],
  );
  const step = Math.floor(set.length / (twice + 1));
  const instead = new Map<Value | undefined, Value>();
  for (let at = step; instead.size < twice; at += step) {
    instead.set(set[at + 5], set[at] as Value);
  }
  const renamed = (value: Value): Value => instead.get(value) ?? value;
  return history.map(({ input, output, ...rest }) => {
    const seen = typeof output === 'object' && output !== null && 'seen' in output;
    const answer = seen ? { seen: renamed(output['seen'] as Value) } : output && renamed(output);
    switch (input.f) {
      case 'write':
        return { ...rest, output: answer, input: { f: 'write', value: renamed(input.value) } };
      case 'cas':
        return {
          ...rest,
          output: answer,
          input: { f: 'cas', from: renamed(input.from), to: renamed(input.to) },
        };
      default:
        return { ...rest, output: answer, input };
    }
  });
}
