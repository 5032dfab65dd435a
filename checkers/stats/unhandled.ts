import type { History } from '../../harness/core/history.js';
import type { Section } from '../../harness/core/section.js';
import { counted } from '../../harness/core/words.js';

/**
 * The codes of errors of which nobody said what they mean: `client-error` is what a client threw that is neither an
 * OpFailed nor an OpIndeterminate, and `unknown-error` a reply that the client's table of errors does not know.
 */
const UNKNOWN_CODES: ReadonlySet<string> = new Set(['client-error', 'unknown-error']);

const GROUPS_SHOWN = 20;

/** Ops that ended with errors that look alike. */
export interface Unhandled {
  readonly f: string;
  readonly code: string;
  /** The first message of them. */
  readonly message: string;
  readonly count: number;
  /** The invocation of the first of them. */
  readonly first: number;
}

/**
 * Errors that no table knows and that leave the outcome of their op unknown, by op, code and message, whatever numbers stand
 * in it; the most frequent first. A read that ended with an error has failed, whatever the error means.
 */
export function unhandledIn(history: History): readonly Unhandled[] {
  const groups = new Map<string, Unhandled>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.isNemesis(index) || history.type(index) !== 'info') continue;
    const { code = '', message = '' } = history.error(index) ?? {};
    if (!UNKNOWN_CODES.has(code)) continue;
    const f = history.f(index);
    const name = JSON.stringify([f, code, message.replaceAll(/\d+/g, '#')]);
    const first = history.pairOf(index) ?? index;
    const group = groups.get(name) ?? { f, code, message, count: 0, first };
    groups.set(name, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** What a verdict adds to its reason; empty where all errors are known. */
export function unhandledInWords(groups: readonly Unhandled[]): string {
  const ops = groups.reduce((sum, { count }) => sum + count, 0);
  return ops === 0 ? '' : `; ${counted(ops, 'op')} ended with errors that the client does not know`;
}

/** The part of the report, where there are any. */
export function unhandledSection(groups: readonly Unhandled[]): readonly Section[] {
  if (groups.length === 0) return [];
  const left = groups.length - GROUPS_SHOWN;
  return [
    {
      id: 'unknown-errors',
      title: 'Errors that the client does not know',
      link: 'errors',
      lead: 'Nobody said what these errors mean, so the ops may or may not have happened. Tell the client which of them come before any effect.',
      parts: [
        {
          kind: 'table',
          title: 'errors that the client does not know',
          columns: [
            { name: 'op', kind: 'name' },
            { name: 'code', kind: 'code' },
            { name: 'message' },
            { name: 'ops', kind: 'number' },
            { name: 'first' },
          ],
          rows: groups
            .slice(0, GROUPS_SHOWN)
            .map(({ f, code, message, count, first }) => [
              f,
              code,
              message,
              count,
              { op: first, words: `op ${first}` },
            ]),
        },
        ...(left > 0
          ? [
              {
                kind: 'text',
                text: `${counted(left, 'other kind')} of errors came less often.`,
              } as const,
            ]
          : []),
      ],
    },
  ];
}
