import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import type { Recognition, SpecialisedChecker, Value } from '../types.js';
import { decodeRead } from './register/decode.js';
import { NONE } from './register/effects.js';
import { Kind, type Decode } from './register/operations.js';
import { seenTexts, withTexts, type KeyOperations, type SeenTexts } from './register/texts.js';
import { wordsFor, type DescribeOperation } from './words.js';

/** What a key holds at first: what it reads as, and what an append finds. */
export interface FirstText {
  readonly reads: string | null;
  readonly base: string;
}

/** A checker of registers. */
type Engine = (
  initial: Value,
  decode: Decode<KeyValueInput, KeyValueOutput>,
  describe: DescribeOperation<KeyValueInput, KeyValueOutput>,
) => SpecialisedChecker<KeyValueInput, KeyValueOutput>;

/**
 * One key of a key-value store as a compare-and-set register: an append that was seen tells what was
 * before it, and one that was not is as good as a put. Each append has to be of a different text.
 *
 * @param firstOf - what a key holds at first.
 */
export function keyAsRegister(
  engine: Engine,
  firstOf: (key: string) => FirstText,
  describe: DescribeOperation<KeyValueInput, KeyValueOutput>,
): SpecialisedChecker<KeyValueInput, KeyValueOutput> {
  return {
    ...engine(null, decodePuts, describe),
    recognise(operations) {
      const first = firstOf(operations[0]?.input.key ?? '');
      return operations.some(({ input }) => input.f === 'append')
        ? recogniseAppends(engine, operations, first, describe)
        : engine(first.reads, decodePuts, describe).recognise(operations);
    },
  };
}

function recogniseAppends(
  engine: Engine,
  operations: KeyOperations,
  { reads, base }: FirstText,
  describe: DescribeOperation<KeyValueInput, KeyValueOutput>,
): Recognition {
  const texts = seenTexts(operations, reads, base);
  if (typeof texts === 'string') {
    return { recognised: false, because: texts };
  }
  if ('gets' in texts) {
    const words = wordsFor(operations, describe);
    const witness = [...new Set(texts.gets)].toSorted((a, b) => a - b);
    const who = witness.map(words).join(' and ');
    const reason = `${who} saw ${words(texts.append)} after different texts`;
    return { recognised: true, check: () => ({ verdict: 'illegal', witness, reason }) };
  }
  const recognition = engine(0, decodeTexts(texts), describe).recognise(operations);
  if (!recognition.recognised) {
    return recognition;
  }
  return {
    recognised: true,
    check(control) {
      const verdict = recognition.check(control);
      return verdict.verdict === 'illegal'
        ? { ...verdict, witness: withTexts(operations, texts, verdict.witness) }
        : verdict;
    },
  };
}

const decodePuts: Decode<KeyValueInput, KeyValueOutput> = (
  { input, output, ...times },
  decoded,
) => {
  if (input.f === 'put') {
    decoded.kind = Kind.write;
    decoded.value = input.value;
    return true;
  }
  return input.f === 'get' && decodeRead(times.return, output, decoded);
};

/** Texts as numbers; what nobody saw, and what nobody can have made, is a number of its own. */
function decodeTexts({ text, before }: SeenTexts): Decode<KeyValueInput, KeyValueOutput> {
  return ({ input, output, return: returned }, decoded, position) => {
    const seen = text[position] as number;
    const own = seen === NONE ? text.length + 1 + position : seen;
    if (input.f === 'get') {
      return decodeRead(returned, output === undefined ? undefined : own, decoded);
    }
    decoded.kind = input.f === 'append' && seen !== NONE ? Kind.cas : Kind.write;
    decoded.value = own;
    decoded.from = before[position] as number;
    return true;
  };
}
