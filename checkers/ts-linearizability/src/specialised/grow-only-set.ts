import type { GrowOnlySetInput, GrowOnlySetOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict, Value } from '../types.js';
import { firstSights, setHistory } from './grow-only-set/reads.js';
import { insertReads } from './insert-reads.js';
import { intervalsOf } from './intervals.js';
import { shortened, withAdds } from './large-reads.js';
import {
  boundsOf,
  findConflict,
  HIGHEST,
  neighboursOf,
  orderByRank,
  UNRANKED,
  type RankConflict,
} from './ranks.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

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
            check: () => checkSet(operations, history, wordsFor(operations, shortened(describe))),
          };
    },
  };
}

type Operations = readonly Operation<GrowOnlySetInput, GrowOnlySetOutput>[];
type History = Exclude<ReturnType<typeof setHistory>, string>;

function checkSet(operations: Operations, history: History, words: Words): SpecialisedVerdict {
  const sights = firstSights(history, operations);
  if ('impossible' in sights) {
    const { impossible, why } = sights;
    return {
      verdict: 'illegal',
      witness: impossible.length === 1 ? impossible : withAdds(operations, impossible),
      reason: `${words(impossible[0])} ${why(words)}`,
    };
  }
  const intervals = intervalsOf(operations);
  const rank = rankOperations(operations, history, sights);
  const bounds = boundsOf(rank);
  const conflict = findConflict(bounds, neighboursOf(bounds, intervals));
  return conflict === undefined
    ? {
        verdict: 'ok',
        linearize: () => insertReads(orderByRank(rank, intervals), history.unknown, intervals),
      }
    : conflictVerdict(operations, history, sights, conflict, words);
}

/** Reads are ranked by their sizes, an add right before the smallest read that saw its value. */
function rankOperations(
  operations: Operations,
  { addOf, reads }: History,
  sights: Int32Array,
): Int32Array {
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  const rankOf = (read: number): number => 2 * (operations[read]?.output?.length ?? 0) + 1;
  reads.forEach((read) => (rank[read] = rankOf(read)));
  for (const [id, add] of addOf.entries()) {
    const reader = reads[sights[id] as number];
    if (add >= 0 && (reader !== undefined || operations[add]?.return !== Infinity)) {
      rank[add] = reader === undefined ? HIGHEST - 1 : rankOf(reader) - 1;
    }
  }
  return rank;
}

function conflictVerdict(
  operations: Operations,
  history: History,
  sights: Int32Array,
  { called, returned }: RankConflict,
  words: Words,
): SpecialisedVerdict {
  const isRead = operations[returned]?.input.f === 'read';
  const before = `${words(returned)} returned before ${words(called)} was called`;
  if (operations[called]?.input.f === 'read') {
    return {
      verdict: 'illegal',
      witness: withAdds(operations, [returned, called]),
      reason: `${before}, but the former ${isRead ? 'saw more' : 'is not in it'}`,
    };
  }
  // The value of the later call was seen by a read that must come before the other operation.
  const sight = history.reads[sights[history.addOf.indexOf(called)] as number] as number;
  const who = words(sight);
  return {
    verdict: 'illegal',
    witness: withAdds(operations, [returned, called, sight]),
    reason: isRead
      ? `${before}, but the former saw its value, or more than ${who}, which saw it`
      : `${before}, but ${who} saw only the value of the latter`,
  };
}
