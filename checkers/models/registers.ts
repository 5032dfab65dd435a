import { casRegister, describeValue, register, type Value } from 'ts-linearizability';
import {
  Misfit,
  type ModelOp,
  type ModelOption,
  type ObjectOptions,
  type Touching,
  defineModel,
} from '../../harness/core/model.js';
import { answerOf, pairOf, unknownOp, valueOf } from './op-values.js';
import { registerStarts } from './starts.js';

const REGISTER_OPS = 'read → v, write v';
const CAS_OPS = 'read → v, write v, cas [expected new]';

/** The choices are names of checkers. */
const consistencyModel: ModelOption = {
  summary: 'what is claimed; below linearizable, all values that are written to a key must differ',
  default: 'linearizable',
  choices: ['linearizable', 'sequential', 'causal', 'pram'],
};

export const registerModel = defineModel({
  name: 'register',
  summary: 'one value that is read and written',
  ops: REGISTER_OPS,
  initial: 'the value at first (null)',
  options: { consistencyModel },
  create: (initial) => register(initial ?? null),
  starts: (operations) =>
    registerStarts(
      operations,
      ({ input, output }) => (input.f === 'read' ? output : undefined),
      ({ input }) => input.f === 'write',
    ),
  decode(op, options) {
    const decoded = readOrWrite(op, options);
    if (decoded === undefined) throw unknownOp(op, REGISTER_OPS);
    return decoded;
  },
  touches,
});

export const casRegisterModel = defineModel({
  name: 'cas-register',
  summary: 'a register with compare-and-set',
  ops: CAS_OPS,
  initial: 'the value at first (null)',
  options: { consistencyModel },
  create: (initial) => casRegister(initial ?? null),
  starts: (operations) =>
    registerStarts(
      operations,
      ({ input, output }) => {
        if (input.f === 'read') return output;
        // A cas without an answer may have set a value that was read later.
        return input.f === 'cas' && output !== false ? input.from : undefined;
      },
      ({ input, output }) => input.f === 'write' || (input.f === 'cas' && output === true),
    ),
  decode(op, options) {
    if (op.f === 'cas') {
      return { input: casOf(op), output: op.outcome === 'ok' ? true : undefined };
    }
    const decoded = readOrWrite(op, options);
    if (decoded === undefined) throw unknownOp(op, CAS_OPS);
    return decoded;
  },
  decodeFailed(op, { failedCas }) {
    if (op.f !== 'cas') return null;
    // Whatever kept it from happening, what it says it saw was there.
    const saw = op.error?.saw;
    if (saw !== undefined) return { input: { f: 'read' as const }, output: saw as never };
    return failedCas === 'saw-other' ? { input: casOf(op), output: false } : null;
  },
  touches,
});

function readOrWrite(op: ModelOp, options: ObjectOptions) {
  if (op.f === 'read') return { input: { f: op.f } as const, output: answerOf(op, options) };
  if (op.f !== 'write') return undefined;
  return { input: { f: op.f, value: valueOf(op) } as const, output: undefined };
}

function casOf(op: ModelOp) {
  const pair = pairOf(op.value);
  if (pair === undefined) throw new Misfit('invocation', 'a cas of [expected new]', op.value);
  return { f: 'cas', from: pair[0], to: pair[1] } as const;
}

function touches(op: ModelOp): readonly Touching[] {
  const { f, value, outcome, result, error } = op;
  if (f === 'write') return touching('brings', value, 'written');
  if (f !== 'cas') return outcome === 'ok' ? touching('sees', result, 'read') : [];
  const [from, to] = pairOf(value) ?? [];
  const shown = `cas ${describeValue(from)} -> ${describeValue(to)}`;
  if (outcome === 'fail') {
    return touching(
      'sees',
      error?.saw as Value | undefined,
      `seen by a ${shown} that did not match`,
    );
  }
  return [
    ...(outcome === 'ok' ? touching('replaces', from, `replaced by a ${shown}`) : []),
    ...touching('brings', to, `brought by a ${shown}`),
  ];
}

function touching(
  does: Touching['does'],
  value: Value | undefined,
  words: string,
): readonly Touching[] {
  return value === undefined ? [] : [{ does, value, words }];
}
