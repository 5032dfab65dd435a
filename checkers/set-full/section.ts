import type { JsonObject } from '../../harness/core/json.js';
import type { Cell, Section } from '../../harness/core/section.js';

const COLUMNS = ['acknowledged', 'stable', 'stale', 'lost', 'never read'] as const;

/** What became of the elements, and how long it took until each was in every read. */
export function sectionOf(account: JsonObject): Section {
  const { stableAfter } = account;
  const after = Object.entries(stableAfter as JsonObject);
  const number = (value: unknown): Cell => (typeof value === 'number' ? value : null);
  const alarming = (value: unknown): Cell =>
    typeof value === 'number' && value > 0 ? { alarm: value } : number(value);
  return {
    id: 'set-elements',
    title: 'Elements of the set',
    link: 'elements',
    lead: 'An element is stable from the begin of the last read that misses it, although it was known to be in the set. Times are from the moment at which it was known.',
    parts: [
      {
        kind: 'table',
        title: 'what became of the elements',
        columns: COLUMNS.map((name) => ({ name, kind: 'number' })),
        rows: [
          [
            number(account['acknowledged']),
            number(account['stable']),
            alarming(account['stale']),
            alarming(account['lost']),
            number(account['neverRead']),
          ],
        ],
      },
      {
        kind: 'table',
        title: 'time until an element was stable',
        columns: after.map(([name]) => ({ name: name.replace('_ms', ' (ms)'), kind: 'number' })),
        rows: [after.map(([, value]) => number(value))],
      },
    ],
  };
}
