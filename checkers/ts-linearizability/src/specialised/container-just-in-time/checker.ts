import type {
  Control,
  Operation,
  SpecialisedChecker,
  SpecialisedVerdict,
  Value,
} from '../../types.js';
import {
  atPositions,
  containerOperations,
  type ContainerOperations,
} from '../containers/operations.js';
import type { ContainerKind } from '../containers/kind.js';
import { smallWitness, type Illegal } from '../containers/witness.js';
import { decide, follow } from '../just-in-time/follow.js';
import { mostInFlight, timelineOf, type Timeline } from '../just-in-time/timeline.js';
import { wordsFor } from '../words.js';
import { MOST_IN_FLIGHT, type FollowedContainer } from './followed.js';

/** How many states are kept: at first, and later. */
const MOST_STATES = 30_000;
const WIDTHS = [200, MOST_STATES];

/**
 * A checker of containers that are empty at first, whose values may be the same and whose answers
 * are known. Time and memory grow with the number of operations, and steeply with how many are in
 * flight; beyond some bound it leaves a history undecided.
 */
export function justInTimeChecker<Input>(
  name: string,
  kind: ContainerKind<Input>,
): SpecialisedChecker<Input, Value> {
  return {
    name,
    recognise(operations) {
      const columns = containerOperations(kind, operations);
      if (typeof columns === 'string') {
        return { recognised: false, because: columns };
      }
      const timeline = timelineOfContainer(kind, columns);
      return mostInFlight(timeline) > MOST_IN_FLIGHT
        ? { recognised: false, because: `more than ${MOST_IN_FLIGHT} operations are in flight` }
        : { recognised: true, check: (control) => judge(kind, operations, columns, control) };
    },
  };
}

function judge<Input>(
  kind: ContainerKind<Input>,
  operations: readonly Operation<Input, Value>[],
  columns: ContainerOperations,
  control: Control,
): SpecialisedVerdict {
  const beginWith = (some: ContainerOperations, isRelaxed: boolean): FollowedContainer<unknown> =>
    kind.follow({ operations: some, events: timelineOfContainer(kind, some).events, isRelaxed });
  return decide(
    {
      widths: WIDTHS,
      hasOptional: columns.return.includes(Infinity),
      begin: (isRelaxed) => beginWith(columns, isRelaxed),
      linearize: (followed, last) =>
        last === undefined ? new Int32Array() : followed.linearize(last),
      illegal(at) {
        const words = wordsFor(operations, kind.describe);
        const illegalBy = (last: number): Illegal => ({
          verdict: 'illegal',
          last,
          reason: () => `no order of the other operations lets ${words(last)} answer that`,
        });
        return smallWitness(
          columns,
          undefined,
          (few, some, bounds) => {
            const found = follow(beginWith(atPositions(few, some), true), MOST_STATES, bounds);
            return found.end === 'stuck' && !found.isCut
              ? illegalBy(some[found.at] as number)
              : { verdict: found.end === 'ok' ? 'ok' : 'undecided' };
          },
          illegalBy(at),
          control,
        );
      },
    },
    control,
  );
}

function timelineOfContainer(
  { followsPuts }: Pick<ContainerKind<never>, 'followsPuts'>,
  { isPut, ...columns }: ContainerOperations,
): Timeline {
  const { return: returned } = columns;
  const isMeant = (at: number): boolean =>
    followsPuts || isPut[at] === 0 || returned[at] === Infinity;
  return timelineOf(columns, [...isPut.keys()].filter(isMeant));
}
