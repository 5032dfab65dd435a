import { casRegister, register } from 'ts-linearizability';

import type { RecordedOperation } from '../pairing.js';
import {
  answerOf,
  checkable,
  Misfit,
  pairOf,
  unknownOp,
  valueOf,
  type Conventions,
} from './checkable-model.js';
import { registerStarts } from './starts.js';

const REGISTER_OPS = 'read → v, write v';
const CAS_OPS = 'read → v, write v, cas [expected new]';

export const registerModel = checkable({
  name: 'register',
  summary: 'one value that is read and written',
  ops: REGISTER_OPS,
  initial: 'the value at first (null)',
  create: (initial) => register(initial ?? null),
  starts: (operations) =>
    registerStarts(
      operations,
      ({ input, output }) => (input.f === 'read' ? output : undefined),
      ({ input }) => input.f === 'write',
    ),
  decode(op, conventions) {
    const decoded = readOrWrite(op, conventions);
    if (decoded === undefined) throw unknownOp(op, REGISTER_OPS);
    return decoded;
  },
});

export const casRegisterModel = checkable({
  name: 'cas-register',
  summary: 'a register with compare-and-set; our register workload, with --independent',
  ops: CAS_OPS,
  initial: 'the value at first (null)',
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
  decode(op, conventions) {
    if (op.f === 'cas') {
      return { input: casOf(op), output: op.outcome === 'ok' ? true : undefined };
    }
    const decoded = readOrWrite(op, conventions);
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
});

function readOrWrite(op: RecordedOperation, conventions: Conventions) {
  if (op.f === 'read') return { input: { f: op.f } as const, output: answerOf(op, conventions) };
  if (op.f !== 'write') return undefined;
  return { input: { f: op.f, value: valueOf(op) } as const, output: undefined };
}

function casOf(op: RecordedOperation) {
  const pair = pairOf(op.value);
  if (pair === undefined) throw new Misfit('invocation', 'a cas of [expected new]', op.value);
  return { f: 'cas', from: pair[0], to: pair[1] } as const;
}
