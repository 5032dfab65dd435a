import { defineChecker } from '../../harness/core/catalogue.js';
import { grouped } from '../../harness/core/grouped.js';
import type { LogMatch } from '../../harness/core/log-patterns.js';
import type { Section } from '../../harness/core/section.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { Found } from '../found.js';
import { unknown } from '../refusal.js';

const NAME = 'log-patterns';

const LINES_SHOWN = 50;

/**
 * Whether the logs of the nodes say that a server panicked, crashed or asserted, or whatever the plan's own patterns look
 * for. Clients need not have noticed anything.
 */
export const logPatterns = defineChecker({
  name: NAME,
  summary: 'no line of a node’s log fits a pattern: of a panic, a crash, …, or of your own',
  check(_plan, _history, { logMatches }): Verdict {
    const logs = Object.keys(logMatches?.lines ?? {});
    if (logMatches === undefined || logs.length === 0) {
      return unknown(NAME, 'no log of any node was collected');
    }
    const { lines, count, matches } = logMatches;
    const found = new Found();
    for (const { log, line, pattern, text } of matches) {
      found.add('log-pattern', () => ({
        key: log,
        ops: [],
        reason: `line ${line} of ${log} fits ${pattern}: ${text}`,
      }));
    }
    const all = Object.values(lines).reduce((sum, one) => sum + one, 0);
    const details = { logs, lines: all, matches: count };
    const verdict = found.verdict(
      NAME,
      `no pattern fits any of ${counted(all, 'line')} of ${counted(logs.length, 'log')}`,
      details,
    );
    if (count === 0) return verdict;
    const patterns = [...grouped(matches, ({ pattern }) => pattern)].map(
      ([pattern, of]) => `${pattern} (${of.length})`,
    );
    return {
      ...verdict,
      reason: `${counted(count, 'line')} of the nodes' logs fit a pattern: ${patterns.join(', ')}`,
      sections: [sectionOf(matches, count)],
    };
  },
});

function sectionOf(matches: readonly LogMatch[], count: number): Section {
  const shown = matches.slice(0, LINES_SHOWN);
  return {
    id: 'log-patterns',
    title: 'Lines of logs that fit a pattern',
    link: 'log lines',
    parts: [
      {
        kind: 'table',
        title: 'lines of logs that fit a pattern',
        columns: [
          { name: 'log', kind: 'name' },
          { name: 'line', kind: 'number' },
          { name: 'pattern', kind: 'code' },
          { name: 'text', kind: 'code' },
        ],
        rows: shown.map(({ log, line, pattern, text }) => [log, line, pattern, text]),
      },
      ...(count > shown.length
        ? [
            {
              kind: 'text',
              text: `${counted(count - shown.length, 'line')} more are in the logs, in the folder of the run.`,
            } as const,
          ]
        : []),
    ],
  };
}
