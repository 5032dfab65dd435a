import { faultWindows } from '../../../core/fault-window.js';
import { windowInWords } from '../../../core/fault-words.js';
import type { History } from '../../../core/history.js';
import { layoutOf } from '../../../core/layout.js';
import type { TestPlan } from '../../../core/plan.js';
import { grouped } from '../../../core/grouped.js';
import type { RunReport } from '../../../core/results.js';
import { takesNoWrites, writeRolesOf } from '../../../core/write-roles.js';
import type { FaultBand, RoleBand } from '../browser/page-data.js';
import { shortened } from './value-text.js';
import { type WitnessSpan, witnessSpans } from './witness-words.js';

/** A page stays small, whatever a store publishes: of more events, the first ones are drawn. */
export const EVENTS_DRAWN = 2000;

type RolesOfPlan = Pick<TestPlan, 'nodes' | 'layout' | 'roles'>;

/** When which fault was active; each stands in the first row that is free by then. */
export function faultBands(history: History): FaultBand[] {
  const free_ns: number[] = [];
  return faultWindows(history)
    .toSorted((a, b) => a.from_ns - b.from_ns)
    .map((window) => {
      const { fault, from_ns, effectFrom_ns, effectTo_ns, to_ns } = window;
      const { before, during, after } = windowInWords(window);
      const found = free_ns.findIndex((end_ns) => end_ns <= from_ns);
      const row = found === -1 ? free_ns.length : found;
      free_ns[row] = to_ns;
      return {
        row,
        name: shortened(fault, 40),
        words: { before: shortened(before), during: shortened(during), after: shortened(after) },
        from_ns,
        effectFrom_ns,
        effectTo_ns,
        to_ns,
      };
    });
}

/** Who each node said it was, from sample to sample, and what it published. */
export function roleBands(
  {
    roles: samples,
    plan,
    witness,
    events,
  }: Pick<RunReport, 'roles' | 'witness' | 'events'> & { readonly plan: RolesOfPlan },
  duration_ns: number,
): RoleBand[] {
  const published = grouped(events.slice(0, EVENTS_DRAWN), ({ node }) => node);
  const said = witnessSpans(witness, duration_ns);
  const spans = new Map<string, { role: string; from_ns: number; to_ns: number }[]>();
  for (const { time, roles } of samples) {
    for (const { node, role } of roles) {
      const band = spans.get(node) ?? [];
      spans.set(node, band);
      const last = band.at(-1);
      if (last !== undefined) last.to_ns = time;
      if (last?.role !== role) band.push({ role, from_ns: time, to_ns: duration_ns });
      else last.to_ns = duration_ns;
    }
  }
  return [...spans]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, band]) => ({
      node,
      events: (published.get(node) ?? []).map(({ time, name, text }) => ({
        at_ns: time,
        words: shortened(`${name} ${text}`),
      })),
      spans: band
        .map((span, i) => ({
          ...span,
          does: doesOf(node, span.role, plan),
          to_ns: band[i + 1] === undefined ? duration_ns : span.to_ns,
        }))
        .flatMap((span) => (span.does === 'nothing' ? [span] : cut(span, said.get(node) ?? []))),
    }));
}

type RoleSpan = RoleBand['spans'][number];

/** A stretch of one role in parts, by what the node said of its replication meanwhile. */
function cut(span: RoleSpan, said: readonly WitnessSpan[]): RoleSpan[] {
  const parts = said.flatMap(({ from_ns, to_ns, words }) => {
    const part = {
      from_ns: Math.max(span.from_ns, from_ns),
      to_ns: Math.min(span.to_ns, to_ns),
    };
    return part.from_ns < part.to_ns
      ? [{ ...span, ...part, ...(words !== '' && { says: words }) }]
      : [];
  });
  const [first] = parts;
  if (first === undefined) return [span];
  const before = { ...span, to_ns: first.from_ns };
  return before.from_ns < before.to_ns ? [before, ...parts] : parts;
}

/** What a node of a role does, going by what the system says of its roles and nodes. */
function doesOf(node: string, role: string, plan: RolesOfPlan): RoleBand['spans'][number]['does'] {
  const meaning = writeRolesOf(plan);
  if (meaning.takesWrites.includes(role)) return 'writes';
  if (!takesNoWrites(role, meaning)) return 'nothing';
  return layoutOf(plan).data.includes(node) ? 'follows' : 'watches';
}
