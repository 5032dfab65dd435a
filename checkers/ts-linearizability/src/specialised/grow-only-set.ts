import { distinct } from '../history/columns.js';
import type { GrowOnlySetInput, GrowOnlySetOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { firstSights, setHistory, type ImpossibleRead } from './grow-only-set/reads.js';
import { insertReads } from './insert-reads.js';
import { intervalsOf } from './intervals.js';
import {
  boundsOf,
  findConflict,
  neighboursOf,
  orderByRank,
  UNRANKED,
  type RankConflict,
} from './ranks.js';
import { nameOf, wordsFor, type DescribeOperation } from './words.js';

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
        : { recognised: true, check: () => checkSet(operations, history) };
    },
  };

  type Operations = readonly Operation<GrowOnlySetInput, GrowOnlySetOutput>[];
  type History = Exclude<ReturnType<typeof setHistory>, string>;

  function checkSet(operations: Operations, history: History): SpecialisedVerdict {
    const sights = firstSights(history, operations);
    if ('impossible' in sights) {
      return impossibleVerdict(operations, history, sights);
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
      : conflictVerdict(operations, history, sights, conflict);
  }

  /** Adds that a read saw first have an even rank, reads the odd one after it. */
  function rankOperations(
    operations: Operations,
    { addOf, reads, initial: atFirst }: History,
    sights: Int32Array,
  ): Int32Array {
    const rank = new Int32Array(operations.length).fill(UNRANKED);
    // Reads of equal size saw the same and share a rank, that of the first of them.
    let last = -1;
    let group = 0;
    for (const [position, read] of reads.entries()) {
      const size = operations[read]?.output?.length ?? 0;
      group = size === last ? group : position;
      last = size;
      rank[read] = 2 * group + 1;
    }
    for (let id = atFirst; id < addOf.length; id++) {
      const add = addOf[id] as number;
      const sight = sights[id] as number;
      if (sight < reads.length || operations[add]?.return !== Infinity) {
        rank[add] = 2 * sight;
      }
    }
    return rank;
  }

  function impossibleVerdict(
    operations: Operations,
    history: History,
    wrong: ImpossibleRead,
  ): SpecialisedVerdict {
    const { read, larger = read, value = null } = wrong;
    const reasons = {
      twice: () => `saw ${describeValue(value)} twice`,
      'never-added': () => `saw ${describeValue(value)}, which was never added`,
      'initial-missing': () => 'lacks a value that was there at first',
      incomparable: () =>
        `saw ${describeValue(value)} and ${shortWords(operations, larger)} did not, though it saw as many values ` +
        'or more: one of them would have lost a value',
    };
    return {
      verdict: 'illegal',
      witness: larger === read ? [read] : withAdds(operations, history, [read, larger]),
      reason: `${shortWords(operations, read)} ${reasons[wrong.impossible]()}`,
    };
  }

  function conflictVerdict(
    operations: Operations,
    history: History,
    sights: Int32Array,
    { called, returned }: RankConflict,
  ): SpecialisedVerdict {
    const [early, late] = [shortWords(operations, returned), shortWords(operations, called)];
    const isRead = operations[returned]?.input.f === 'read';
    const before = `${early} returned before ${late} was called`;
    if (operations[called]?.input.f === 'read') {
      return {
        verdict: 'illegal',
        witness: withAdds(operations, history, [returned, called]),
        reason: `${before}, but the former ${isRead ? 'saw more' : 'is not in it'}`,
      };
    }
    // The value of the later call was seen by a read that must come before the other operation.
    const sight = history.reads[sights[history.addOf.indexOf(called)] as number] as number;
    const who = shortWords(operations, sight);
    return {
      verdict: 'illegal',
      witness: withAdds(operations, history, [returned, called, sight]),
      reason: isRead
        ? `${before}, but the former saw its value, or more than ${who}, which saw it`
        : `${before}, but ${who} saw only the value of the latter`,
    };
  }

  /** Adds the adds of what reads saw, as long as they are few. Ascending. */
  function withAdds(
    operations: Operations,
    { ids, addOf }: History,
    positions: readonly number[],
  ): number[] {
    const values = positions.flatMap((at) => seenBy(operations[at]));
    const adds = values.length > MOST_ADDS ? [] : values.map((value) => addOf[ids.idOf(value)]);
    return distinct([...positions, ...adds.map((add = -1) => add)]);
  }

  function shortWords(operations: Operations, position: number): string {
    const size = seenBy(operations[position]).length;
    return size > MOST_ADDS
      ? `a read of ${size} values (${nameOf(operations, position)})`
      : wordsFor(operations, describe)(position);
  }
}

/** What a read saw; nothing if it is none. */
function seenBy(
  operation: Operation<GrowOnlySetInput, GrowOnlySetOutput> | undefined,
): readonly Value[] {
  return operation?.input.f === 'read' ? (operation.output ?? []) : [];
}
