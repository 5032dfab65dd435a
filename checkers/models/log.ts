import { describeValue, log, type LogState, type Model, type Value } from 'ts-linearizability';
import { type Decoded, Misfit, type ModelOp, defineModel } from '../../harness/core/model.js';
import { initialItems, itemOf, unknownOp } from './op-values.js';
import { logWithGaps, type GapLogInput, type GapLogOutput } from './log-with-gaps.js';
import { KAFKA_OPS, recordsOf, sendsAndPolls } from './sends-and-polls.js';

const OPS = `append v → offset, read offset → v or null, length → n; or per key: ${KAFKA_OPS}`;

type LogInput = GapLogInput & { readonly sent?: true };

interface Options {
  readonly offsetGaps: boolean;
}

export const logModel = defineModel<LogState, LogInput, GapLogOutput, Options>({
  name: 'log',
  summary: 'an append-only log with offsets from 0, without gaps',
  ops: OPS,
  initial: 'a list of entries ([])',
  options: {
    offsetGaps: { summary: 'offsets may be left out, as Kafka does', default: false },
  },
  create(initial, { offsetGaps }) {
    const items = initialItems(initial);
    const dense = log(items) as unknown as Model<LogState, LogInput, GapLogOutput>;
    return {
      ...dense,
      describeOperation,
      ofPart: (_key, operations) => {
        // Where records are polled, offsets may always be left out.
        const gaps = offsetGaps || operations.some(({ input }) => input.sent === true);
        return gaps ? { ...logWithGaps(items, operations), describeOperation } : dense;
      },
    };
  },
  split: sendsAndPolls,
  decode,
});

function decode(op: ModelOp): Decoded<LogInput, GapLogOutput> {
  const known = op.outcome === 'ok' && op.result !== null ? op.result : undefined;
  const offset = () => (known === undefined ? undefined : offsetOf(known, 'completion'));
  switch (op.f) {
    case 'append':
      return { input: { f: 'append', value: itemOf(op) }, output: offset() };
    case 'send':
      return { input: { f: 'append', value: itemOf(op), sent: true }, output: offset() };
    case 'poll':
      return { input: { f: 'poll', sent: true }, output: recordsOf(op.result) };
    case 'read':
      return { input: { f: 'read', offset: offsetOf(op.value, 'invocation') }, output: op.result };
    case 'length':
      return { input: { f: 'length' }, output: offset() };
    default:
      throw unknownOp(op, OPS);
  }
}

function describeOperation(input: LogInput, output: GapLogOutput | undefined): string {
  const name = input.sent === true && input.f === 'append' ? 'send' : input.f;
  const argument =
    input.f === 'append'
      ? describeValue(input.value)
      : input.f === 'read'
        ? String(input.offset)
        : '';
  return `${name}(${argument}) -> ${describeValue(output)}`;
}

function offsetOf(value: Value | undefined, at: 'invocation' | 'completion'): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Misfit(at, 'a whole number from 0', value);
}
