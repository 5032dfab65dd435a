import type { GrowOnlySetInput, GrowOnlySetOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import {
  firstSights,
  NONE,
  setHistory,
  type ImpossibleRead,
  type SetHistory,
} from './grow-only-set/reads.js';
import { intervalsOf } from './intervals.js';
import { Ranks, UNRANKED, type RankConflict } from './ranks.js';
import { insertReads } from './insert-reads.js';
import { nameOf, wordsFor, type DescribeOperation, type Words } from './words.js';

type SetOperations = readonly Operation<GrowOnlySetInput, GrowOnlySetOutput>[];

/** Beyond this, a witness does not name the adds of everything that its reads saw. */
const MOST_ADDS = 64;

/**
 * Sets to which each value is added once, with reads of all elements, in time linear in what was
 * read. Reads in the order of their sizes must form a chain; an add belongs right before the
 * smallest read that saw its value. So every operation has a rank. An add without an answer
 * counts if its value was read.
 */
export function grownSet(
  initial: readonly Value[],
  describe: DescribeOperation<GrowOnlySetInput, GrowOnlySetOutput>,
): SpecialisedChecker<GrowOnlySetInput, GrowOnlySetOutput> {
  return {
    name: 'set-chain',
    recognise(operations) {
      const history = setHistory(operations, initial);
      return typeof history === 'string'
        ? { recognised: false, because: history }
        : {
            recognised: true,
            check: () => checkSet(operations, history, wordsFor(operations, describe)),
          };
    },
  };
}

function checkSet(
  operations: SetOperations,
  history: SetHistory,
  words: Words,
): SpecialisedVerdict {
  const sights = firstSights(history, operations);
  if (!(sights instanceof Int32Array)) {
    return impossibleVerdict(operations, history, sights, words);
  }
  const intervals = intervalsOf(operations);
  const rank = rankOperations(operations, history, sights);
  const ranks = Ranks.of(rank, intervals);
  const conflict = ranks.findConflict();
  if (conflict !== undefined) {
    return conflictVerdict(operations, history, sights, conflict, words);
  }
  return {
    verdict: 'ok',
    linearize() {
      const inserted = insertReads(ranks.order, history.unknown, intervals);
      if ('stuck' in inserted) {
        throw new Error(`read ${inserted.stuck} has no place among operations in a legal order`);
      }
      return inserted.order;
    },
  };
}

/** Adds that a read saw first have an even rank, reads the odd one after it. */
function rankOperations(
  operations: SetOperations,
  { addOf, reads, initial }: SetHistory,
  sights: Int32Array,
): Int32Array {
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  // Reads of equal size saw the same and share a rank, that of the first of them.
  let last = -1;
  let group = 0;
  for (let position = 0; position < reads.length; position++) {
    const read = reads[position] as number;
    const size = operations[read]?.output?.length ?? 0;
    group = size === last ? group : position;
    last = size;
    rank[read] = 2 * group + 1;
  }
  for (let id = initial; id < addOf.length; id++) {
    const add = addOf[id] as number;
    const sight = sights[id] as number;
    if (sight < reads.length || operations[add]?.return !== Infinity) {
      rank[add] = 2 * sight;
    }
  }
  return rank;
}

function impossibleVerdict(
  operations: SetOperations,
  history: SetHistory,
  wrong: ImpossibleRead,
  words: Words,
): SpecialisedVerdict {
  const read = shortWords(operations, words, wrong.read);
  switch (wrong.impossible) {
    case 'twice':
      return illegal([wrong.read], `${read} saw ${describeValue(wrong.value)} twice`);
    case 'never-added':
      return illegal(
        [wrong.read],
        `${read} saw ${describeValue(wrong.value)}, which was never added`,
      );
    case 'initial-missing':
      return illegal([wrong.read], `${read} lacks a value that was there at first`);
    default:
      return illegal(
        withAdds(operations, history, [wrong.read, wrong.larger]),
        `${read} saw ${describeValue(wrong.value)} and ` +
          `${shortWords(operations, words, wrong.larger)} did not, though it saw as many values ` +
          'or more: one of them would have lost a value',
      );
  }
}

function conflictVerdict(
  operations: SetOperations,
  history: SetHistory,
  sights: Int32Array,
  { called, returned }: RankConflict,
  words: Words,
): SpecialisedVerdict {
  const early = shortWords(operations, words, returned);
  const late = shortWords(operations, words, called);
  const before = `${early} returned before ${late} was called`;
  if (operations[called]?.input.f === 'read') {
    const kind = operations[returned]?.input.f === 'read' ? 'saw more' : 'is not in it';
    return illegal(
      withAdds(operations, history, [returned, called]),
      `${before}, but the former ${kind}`,
    );
  }
  // The value of the later call was seen by a read that must come before the other operation.
  const sight = sights[history.addOf.indexOf(called)] as number;
  const witness = history.reads[sight] as number;
  return illegal(
    withAdds(operations, history, [returned, called, witness]),
    operations[returned]?.input.f === 'read'
      ? `${before}, but the former saw its value, or more than ${shortWords(operations, words, witness)}, which saw it`
      : `${before}, but ${shortWords(operations, words, witness)} saw only the value of the latter`,
  );
}

/** Adds the adds of what reads saw, as long as they are few. Ascending. */
function withAdds(
  operations: SetOperations,
  { ids, addOf }: SetHistory,
  positions: readonly number[],
): readonly number[] {
  const witness = new Set(positions);
  const values = positions.flatMap((at) =>
    operations[at]?.input.f === 'read' ? (operations[at].output ?? []) : [],
  );
  if (values.length <= MOST_ADDS) {
    for (const value of values) {
      const add = addOf[ids.idOf(value)] ?? NONE;
      if (add !== NONE) {
        witness.add(add);
      }
    }
  }
  return [...witness].sort((a, b) => a - b);
}

function shortWords(operations: SetOperations, words: Words, position: number): string {
  const operation = operations[position];
  const size = operation?.output?.length ?? 0;
  return operation?.input.f === 'read' && size > MOST_ADDS
    ? `a read of ${size} values (${nameOf(operations, position)})`
    : words(position);
}

function illegal(witness: readonly number[], reason: string): SpecialisedVerdict {
  return { verdict: 'illegal', witness, reason };
}
