import { log } from 'ts-linearizability';

import type { RecordedValue } from '../../../histories/index.js';
import { checkable, initialItems, itemOf, Misfit, unknownOp } from './checkable-model.js';

const OPS = 'append v → offset, read offset → v or null, length → n';

export const logModel = checkable({
  name: 'log',
  summary: 'an append-only log with offsets from 0',
  ops: OPS,
  initial: 'a list of entries ([])',
  create: (initial) => log(initialItems(initial)),
  decode(op) {
    const known = op.outcome === 'ok' && op.result !== null ? op.result : undefined;
    switch (op.f) {
      case 'append': {
        const output = known === undefined ? undefined : offsetOf(known, 'completion');
        return { input: { f: op.f, value: itemOf(op) } as const, output };
      }
      case 'read':
        return {
          input: { f: op.f, offset: offsetOf(op.value, 'invocation') } as const,
          output: op.result,
        };
      case 'length': {
        const output = known === undefined ? undefined : offsetOf(known, 'completion');
        return { input: { f: op.f } as const, output };
      }
      default:
        throw unknownOp(op, OPS);
    }
  },
});

function offsetOf(value: RecordedValue | undefined, at: 'invocation' | 'completion'): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Misfit(at, 'a whole number from 0', value);
}
