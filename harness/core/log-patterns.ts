import type { TestPlan } from './plan.js';

/**
 * What a server's log says where something is wrong with the server itself, whatever its clients see. Regular expressions; case
 * does not matter.
 */
export const LOG_PATTERNS: readonly string[] = [
  'panic',
  'assertion.*failed',
  'segmentation fault|sigsegv',
  'crashed by signal',
  'stack ?trace|backtrace',
  'fatal error',
  'bug report',
  '(unhandled|uncaught) (exception|rejection|error)',
  'out of memory',
  'data corruption|checksum mismatch',
];

/** How many lines of all logs are kept; more are counted. */
const MATCHES_KEPT = 500;
/** Longer lines are cut. */
const SHOWN_CHARS = 300;

/** A line of a node's log that a pattern fits. */
export interface LogMatch {
  /** `n1/redis-server.log`. */
  readonly log: string;
  /** From 1. */
  readonly line: number;
  /** The first pattern that fits. */
  readonly pattern: string;
  readonly text: string;
}

/** What patterns found in the logs of a run's nodes. */
export interface LogMatches {
  /** Lines that were looked at, by the name of the log. */
  readonly lines: Readonly<Record<string, number>>;
  /** How many of them a pattern fits. */
  readonly count: number;
  /** The first of these, log by log. */
  readonly matches: readonly LogMatch[];
}

/** Whether a text is a regular expression that does not fit every line by being empty. */
export function isPattern(text: string): boolean {
  try {
    return text !== '' && new RegExp(text, 'i').flags === 'i';
  } catch {
    return false;
  }
}

/** Whether somebody who judges a run needs the lines of its logs: every line costs each pattern. */
export function asksForLogMatches({
  checkers,
  logPatterns,
}: Pick<TestPlan, 'checkers' | 'logPatterns'>): boolean {
  return checkers.includes('log-patterns') || logPatterns !== undefined;
}

/**
 * Looks through logs.
 * @param logs - their texts by their names.
 * @param patterns - regular expressions; those that are none are left out.
 */
export function logMatchesIn(
  logs: Readonly<Record<string, string>>,
  patterns: readonly string[] = LOG_PATTERNS,
): LogMatches {
  const expressions = patterns.filter(isPattern).map((pattern) => ({
    pattern,
    expression: new RegExp(pattern, 'i'),
  }));
  const lines: Record<string, number> = {};
  const matches: LogMatch[] = [];
  let count = 0;
  for (const [log, text] of Object.entries(logs)) {
    const all = text.split('\n').filter((line, at, { length }) => line !== '' || at + 1 < length);
    lines[log] = all.length;
    all.forEach((line, at) => {
      const fitting = expressions.find(({ expression }) => expression.test(line));
      if (fitting === undefined) return;
      count += 1;
      if (matches.length === MATCHES_KEPT) return;
      const { pattern } = fitting;
      matches.push({ log, line: at + 1, pattern, text: line.slice(0, SHOWN_CHARS) });
    });
  }
  return { lines, count, matches };
}
