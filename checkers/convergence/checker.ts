import { structuralKey } from 'ts-linearizability';
import { defineChecker } from '../../harness/core/catalogue.js';
import { FINAL_READ } from '../../harness/core/final-read.js';
import { grouped } from '../../harness/core/grouped.js';
import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { layoutOf } from '../../harness/core/layout.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Section } from '../../harness/core/section.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted, listInWords } from '../../harness/core/words.js';
import { clientOps } from '../client-ops.js';
import { Found } from '../found.js';
import { readsOf } from '../lost-writes/reads.js';
import { pairIn } from '../pair-in.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { valueText } from '../value-text.js';

const NAME = 'convergence';

/** How many elements that differ are named. */
const ELEMENTS_NAMED = 5;

/** What one node holds of one object after recovery. */
interface View {
  readonly node: string;
  readonly value: string;
  /** The same text for equal values. */
  readonly same: string;
  /** The events that say so. */
  readonly ops: readonly number[];
}

/** The last view of each node, by the name of the object. */
type Views = ReadonlyMap<string, ReadonlyMap<string, View>>;

/**
 * Whether replicas agree once everything was healed and nothing is written any more, whatever was lost before: what a store
 * promises that is eventually consistent. The final reads of each node tell what it holds.
 */
export const convergence = defineChecker({
  name: NAME,
  summary: 'after recovery all nodes hold the same',
  dataTypes: ['register', 'set'],
  check: (plan, history) => judgedOrRefused(NAME, () => verdictOn(plan, history)),
});

function verdictOn(plan: TestPlan, history: History): Verdict {
  // What one node alone has told can't be compared.
  const views = [...viewsOf(history)].filter(([, byNode]) => byNode.size > 1);
  const nodes = new Set(views.flatMap(([, byNode]) => [...byNode.keys()]));
  const found = new Found();
  const rows: (readonly string[])[] = [];
  for (const [name, byNode] of views) {
    const groups = grouped(byNode.values(), ({ same }) => same);
    if (groups.size < 2) continue;
    const held = [...groups.values()].map((group) => group.map(({ node }) => node));
    rows.push([name, held.map((group) => listInWords(group)).join(' | ')]);
    const sides = [...groups.values()].flatMap(([first]) => first ?? []);
    found.add('diverged-replicas', () => ({
      key: name,
      ops: sides.flatMap(({ ops }) => ops).sort((a, b) => a - b),
      reason: `after recovery ${differenceOf(name, sides)}`,
    }));
  }
  const details = { nodes: [...nodes], objects: views.length, diverged: rows.length };
  if (views.length === 0 && layoutOf(plan).data.length === 1) {
    return found.verdict(NAME, 'one node keeps data, so no two could differ', details);
  }
  if (views.length === 0) {
    return unknown(NAME, 'no two nodes gave final reads of the same object', details);
  }
  const recovered = recoveryIn(nemesisRecords(history))?.recovered !== false;
  if (rows.length > 0 && !recovered) {
    const why = `${counted(rows.length, 'object')} differ between nodes, but the cluster had not recovered before the final reads`;
    return unknown(NAME, why, details);
  }
  const valid = `${listInWords([...nodes])} agree on ${counted(views.length, 'object')}`;
  const verdict = found.verdict(NAME, valid, details);
  return rows.length === 0 ? verdict : { ...verdict, sections: [sectionOf(rows)] };
}

/** @throws MalformedHistoryError for a final read that is none of a register or a set. */
function viewsOf(history: History): Views {
  const views = new Map<string, Map<string, View>>();
  const add = (name: string, view: View): void => {
    const byNode = views.get(name) ?? new Map<string, View>();
    views.set(name, byNode.set(view.node, view));
  };
  const isOfSet = [...clientOps(history)].some(({ op: { f } }) => f === 'add');
  if (isOfSet) {
    for (const { node, final, parts, index } of readsOf(history)) {
      if (!final) continue;
      const elements = [...new Set(parts.flatMap((part) => part.elements))];
      const value = valueText(elements.toSorted((a, b) => a - b));
      const first = history.pairOf(parts[0]?.index ?? index) ?? index;
      add('set', { node, value, same: value, ops: [first, index] });
    }
    return views;
  }
  for (const read of clientOps(history)) {
    const { op, invocation, completion } = read;
    if (op.f !== FINAL_READ || op.outcome !== 'ok' || completion === null) continue;
    const [key, value] = pairIn(read, op.result);
    const node = history.node(completion) ?? history.node(invocation) ?? '?';
    const name = typeof key === 'string' ? key : valueText(key);
    const same = structuralKey(value);
    add(name, { node, value: valueText(value), same, ops: [invocation, completion] });
  }
  return views;
}

function differenceOf(name: string, sides: readonly View[]): string {
  if (name !== 'set') {
    const held = sides.map(({ node, value }) => `${node} holds ${value}`);
    return `${listInWords(held)} at key ${name}`;
  }
  const [one, other] = sides.map(({ value }) => new Set(JSON.parse(value) as readonly Json[]));
  if (one === undefined || other === undefined) return '';
  const onlyIn = (set: ReadonlySet<Json>, without: ReadonlySet<Json>): string => {
    const lacking = [...set].filter((element) => !without.has(element));
    const named = lacking.slice(0, ELEMENTS_NAMED).map(String);
    return lacking.length > named.length ? `${named.join(', ')}, …` : named.join(', ') || 'nothing';
  };
  return `${sides[0]?.node} holds ${onlyIn(one, other)} that ${sides[1]?.node} lacks, and ${sides[1]?.node} ${onlyIn(other, one)} that ${sides[0]?.node} lacks`;
}

function sectionOf(rows: readonly (readonly string[])[]): Section {
  return {
    id: 'convergence',
    title: 'Replicas that differ',
    link: 'replicas',
    parts: [
      {
        kind: 'table',
        title: 'objects that nodes hold in different states',
        columns: [{ name: 'object', kind: 'code' }, { name: 'nodes that agree | others' }],
        rows: rows.slice(0, 100),
      },
    ],
  };
}
