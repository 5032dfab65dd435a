import { counter, type CounterInput, type CounterOutput, type Value } from 'ts-linearizability';
import { type Decoded, Misfit, defineModel } from '../../harness/core/model.js';
import { answerOf, unknownOp } from './op-values.js';

const OPS = 'add n, read → n';

export const counterModel = defineModel({
  name: 'counter',
  summary: 'a number that is added to',
  ops: OPS,
  initial: 'the number at first (0)',
  create: (initial) => counter(initial === undefined ? 0 : numberOf(initial, 'invocation')),
  decode(op, conventions): Decoded<CounterInput, CounterOutput> {
    if (op.f === 'add') {
      return { input: { f: op.f, value: numberOf(op.value, 'invocation') }, output: undefined };
    }
    if (op.f !== 'read') throw unknownOp(op, OPS);
    const seen = answerOf(op, conventions);
    return {
      input: { f: op.f },
      output: seen === undefined ? undefined : numberOf(seen, 'completion'),
    };
  },
});

function numberOf(value: Value | undefined, at: 'invocation' | 'completion'): number {
  if (typeof value === 'number') return value;
  throw new Misfit(at, 'a number that is exact: at most 2^53', value);
}
