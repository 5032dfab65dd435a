import type { Section } from '../../harness/core/section.js';
import { listInWords, seconds } from '../../harness/core/words.js';
import type { Placements } from './placements.js';

/** Of a long run, so many. */
const ROWS_SHOWN = 200;

/** Who served what in the eyes of which nodes, from change to change; none where nodes never differed. */
export function placementSections(placements: Placements | null): readonly Section[] {
  if (placements === null || placements.differSince_ns === null) return [];
  const rows = placements.changes.flatMap(({ time_ns, sides }) =>
    sides.map(({ nodes, placement }, at) => [
      at === 0 ? seconds(time_ns) : null,
      listInWords(nodes),
      [...placement].map(([leader, part]) => `${leader}: ${part}`).join('; '),
    ]),
  );
  return [
    {
      id: 'placements',
      title: 'Who served what, as the nodes saw it',
      link: 'placements',
      ...(rows.length > ROWS_SHOWN && { lead: `The first ${ROWS_SHOWN} of ${rows.length} rows.` }),
      parts: [
        {
          kind: 'table',
          title: 'what nodes said of who serves what, from each moment on at which that changed',
          columns: [
            { name: 'from', kind: 'name' },
            { name: 'nodes' },
            { name: 'who serves what, as they said', kind: 'code' },
          ],
          rows: rows.slice(0, ROWS_SHOWN),
        },
      ],
    },
  ];
}
