import { defineChecker } from '../../harness/core/catalogue.js';
import { grouped } from '../../harness/core/grouped.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { unknown } from '../refusal.js';

const NAME = 'store-events';

/**
 * Counts what programs of the store published, by name, so that a scenario can ask for an event as a condition of proof:
 * `{ checker: 'store-events', figure: 'counts.+tilt', atLeast: 1 }`. It judges nothing.
 */
export const storeEvents = defineChecker({
  name: NAME,
  about: 'performance',
  summary: 'how often programs of the store published which event',
  check(_plan, _history, { events = [] }): Verdict {
    if (events.length === 0) return unknown(NAME, 'no program of the store published anything');
    const byName = [...grouped(events, ({ name }) => name)].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      checker: NAME,
      outcome: 'valid',
      reason: `${counted(events.length, 'event')} of ${counted(byName.length, 'kind')}`,
      anomalies: [],
      details: {
        events: events.length,
        counts: Object.fromEntries(byName.map(([name, of]) => [name, of.length])),
      },
    };
  },
});
