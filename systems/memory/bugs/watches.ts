import type { WatchEvent } from '../../../harness/index.js';
import type { Data } from '../data.js';
import type { Bug, Strikes } from './bug.js';

/** Changes what a watch is told of, where it is told of at least two changes at once. */
function tellingOf(
  tell: (events: readonly WatchEvent[]) => readonly WatchEvent[],
): (data: Data, strikes: Strikes) => void {
  return (data, strikes) => {
    const changes = data.changes.bind(data);
    data.changes = (key, from) => {
      const events = changes(key, from);
      return events.length > 1 && strikes() ? tell(events) : events;
    };
  };
}

/** Mistakes with watches. */
export const watches: readonly Bug[] = [
  {
    name: 'lost-event',
    summary: 'a watch is not told of a change, but of later ones',
    workloads: ['watch'],
    data: tellingOf((events) => events.slice(1)),
  },
  {
    name: 'repeated-event',
    summary: 'a watch is told of a change twice',
    workloads: ['watch'],
    data: tellingOf((events) => [...events, ...events.slice(-1)]),
  },
  {
    name: 'reordered-event',
    summary: 'a watch is told of two changes in the wrong order',
    workloads: ['watch'],
    data: tellingOf((events) => events.toReversed()),
  },
  {
    name: 'restarted-watch',
    summary: 'a watch that goes on from a revision is told of the change before it, too',
    workloads: ['watch'],
    data(data, strikes) {
      const changes = data.changes.bind(data);
      data.changes = (key, from) => {
        const events = changes(key, from);
        return strikes()
          ? [
              ...changes(key, 0)
                .filter(([at]) => at < from)
                .slice(-1),
              ...events,
            ]
          : events;
      };
    },
  },
  {
    name: 'changed-event',
    summary: 'a watch is told of another value than was written',
    workloads: ['watch'],
    data: tellingOf((events) => {
      const [[first, one] = [0, null], [second, other] = [0, null], ...others] = events;
      return [[first, other], [second, one], ...others];
    }),
  },
];
