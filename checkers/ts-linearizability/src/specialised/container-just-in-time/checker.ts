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
  type Container,
  type ContainerOperations,
} from '../containers/operations.js';
import { decide, follow } from '../just-in-time/follow.js';
import { mostInFlight, timelineOf, type Timeline } from '../just-in-time/timeline.js';
import { wordsFor } from '../words.js';
import { MOST_IN_FLIGHT, type ContainerHistory, type FollowedContainer } from './followed.js';
import type { Content } from './states.js';
import { smallWitness } from './witness.js';

/** How many states are kept: at first, and later. */
const MOST_STATES = 30_000;
const WIDTHS = [200, MOST_STATES];

/** What is special about a kind of container. */
interface JustInTimeKind<Input, C extends Content> extends Container<Input> {
  /** Of the checker. */
  readonly name: string;
  /** Whether it matters when something is put in. */
  readonly followsPuts: boolean;
  readonly prepare: (
    operations: readonly Operation<Input, Value>[],
    columns: ContainerOperations,
  ) => {
    readonly columns: ContainerOperations;
    readonly begin: (history: ContainerHistory) => FollowedContainer<C>;
  };
}

/**
 * A checker of containers that are empty at first, whose values may be the same and whose answers
 * are known. Time and memory grow with the number of operations, and steeply with how many are in
 * flight; beyond some bound it leaves a history undecided.
 */
export function justInTimeChecker<Input, C extends Content>(
  kind: JustInTimeKind<Input, C>,
): SpecialisedChecker<Input, Value> {
  return {
    name: kind.name,
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

function judge<Input, C extends Content>(
  kind: JustInTimeKind<Input, C>,
  operations: readonly Operation<Input, Value>[],
  read: ContainerOperations,
  control: Control,
): SpecialisedVerdict {
  const { columns, begin } = kind.prepare(operations, read);
  const beginWith = (some: ContainerOperations, isRelaxed: boolean): FollowedContainer<C> =>
    begin({ operations: some, events: timelineOfContainer(kind, some).events, isRelaxed });
  return decide(
    {
      widths: WIDTHS,
      hasOptional: columns.return.includes(Infinity),
      begin: (isRelaxed) => beginWith(columns, isRelaxed),
      linearize: (followed, last) =>
        last === undefined ? new Int32Array() : followed.linearize(last),
      illegal(at) {
        const { witness, last } = smallWitness(
          columns,
          (some, within) =>
            follow(beginWith(atPositions(columns, some), true), MOST_STATES, within),
          at,
          control,
        );
        const words = wordsFor(operations, kind.describe);
        return {
          verdict: 'illegal',
          witness,
          reason: `no order of the other operations lets ${words(last)} answer that`,
        };
      },
    },
    control,
  );
}

function timelineOfContainer(
  { followsPuts }: { readonly followsPuts: boolean },
  { isPut, ...columns }: ContainerOperations,
): Timeline {
  const { return: returned } = columns;
  const isMeant = (at: number): boolean =>
    followsPuts || isPut[at] === 0 || returned[at] === Infinity;
  return timelineOf(columns, [...isPut.keys()].filter(isMeant));
}
