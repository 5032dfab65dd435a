import {
  elementsOf,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
} from '../../harness/core/json.js';
import { stringsOf } from '../../harness/core/nemesis-record.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type {
  Cell,
  Column,
  Figure,
  Prose,
  Section,
  SectionPart,
} from '../../harness/core/section.js';
import { count, seconds } from '../../harness/core/words.js';

const INTERVALS_SHOWN = 12;
const COLUMNS = [
  'attempted',
  'acknowledged',
  'lost',
  'stale',
  'recovered',
  'indeterminate',
  'failed',
] as const;
/** Categories whose presence is a violation. */
const ALARMING: ReadonlySet<string> = new Set([
  'lost',
  'stale',
  'unexpected',
  'aborted',
  'duplicated',
]);
/** Shown also when they are zero. */
const ALWAYS: ReadonlySet<string> = new Set(['attempted', 'acknowledged', 'lost']);

/** The counts that a reader of an account asks for first. */
export function figuresOf(details: JsonObject): Figure[] {
  const counts = Object.entries(objectOf(details['counts'])).flatMap(([name, value]): Figure[] =>
    typeof value === 'number' && (value > 0 || ALWAYS.has(name))
      ? [{ name, value: count(value), alarm: value > 0 && ALARMING.has(name) }]
      : [],
  );
  const { duration_ns } = objectOf(details['lossWindow']);
  if (typeof duration_ns !== 'number') return counts;
  const duration_ms = duration_ns / NS_PER_MS;
  const value =
    duration_ms < 1000 ? `${duration_ms.toFixed(0)} ms` : `${(duration_ms / 1000).toFixed(1)} s`;
  return [...counts, { name: 'window of loss', value, alarm: true }];
}

/** The last write before the lost ones that was kept; nothing where none was lost. */
export function leadOf(details: JsonObject): Prose | null {
  const { op, element, node, end_ns } = objectOf(details['lastKept']);
  if (typeof op !== 'number' || typeof end_ns !== 'number') return null;
  return [
    'The last write before them that was kept is ',
    { op, words: `op ${op}` },
    `: element ${JSON.stringify(element)}, acknowledged by ${textOf(node)} at ${seconds(end_ns)}.`,
  ];
}

/** What became of every write: in all, by the node written to, by fault window, and why some were lost. */
export function sectionOf(details: JsonObject): Section {
  const parts = [
    intervalTable(details),
    groupTable('written to', rowsOf(details['byNode']), (row) => textOf(row['node'])),
    groupTable('during', rowsOf(details['byWindow']), windowName),
    causeTable(rowsOf(details['byCause'])),
  ];
  return {
    id: 'account',
    title: 'What became of every write',
    link: 'Writes',
    lead:
      'By time, an op belongs to every fault that it overlaps. Why a write was lost is told by one ' +
      'fault at most. Elements are shown as intervals.',
    parts: parts.filter((part) => part !== null),
  };
}

function intervalTable(details: JsonObject): SectionPart {
  const intervals = objectOf(details['intervals']);
  const shown = Object.entries(objectOf(details['counts'])).filter(([, number]) => number !== 0);
  return {
    kind: 'table',
    title: 'All writes by outcome',
    columns: [
      { name: 'outcome', kind: 'name' },
      { name: 'writes', kind: 'number' },
      { name: 'elements', kind: 'code' },
    ],
    rows: shown.map(([name, number]) => [
      name,
      numberCell(number, name === 'lost'),
      intervalText(intervals[name]),
    ]),
  };
}

function groupTable(
  title: string,
  rows: readonly JsonObject[],
  nameOf: (row: JsonObject) => string,
): SectionPart | null {
  if (rows.length === 0) return null;
  const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== 0));
  const lost = columns.includes('lost');
  const elements: readonly Column[] = lost ? [{ name: 'lost elements', kind: 'code' }] : [];
  return {
    kind: 'table',
    title: `Writes, ${title}`,
    columns: [
      { name: title },
      ...columns.map((name): Column => ({ name, kind: 'number' })),
      ...elements,
    ],
    rows: rows.map((row) => [
      nameOf(row),
      ...columns.map((column) => numberCell(row[column], column === 'lost')),
      ...(lost ? [intervalText(row['lostIntervals'])] : []),
    ]),
  };
}

/** Each lost write once, with the one fault that explains it. */
function causeTable(rows: readonly JsonObject[]): SectionPart | null {
  if (rows.length === 0) return null;
  return {
    kind: 'table',
    title: 'Why writes were lost',
    columns: [
      { name: 'why they were lost' },
      { name: 'taken by', kind: 'name' },
      { name: 'lost', kind: 'number' },
      { name: 'from', kind: 'name' },
      { name: 'to', kind: 'name' },
      { name: 'lost elements', kind: 'code' },
    ],
    rows: rows.map(({ words, nodes, lost, from_ns, to_ns, lostIntervals }) => [
      textOf(words),
      (stringsOf(nodes) ?? []).join(', '),
      numberCell(lost, true),
      timeOf(from_ns),
      timeOf(to_ns),
      intervalText(lostIntervals),
    ]),
  };
}

function numberCell(value: Json | undefined, isAlarm: boolean): Cell {
  if (typeof value !== 'number') return null;
  return isAlarm && value !== 0 ? { alarm: value } : value;
}

function timeOf(value: Json | undefined): string {
  return typeof value === 'number' ? seconds(value) : '';
}

function windowName(row: JsonObject): string {
  const { from_ns, to_ns } = row;
  const words = textOf(row['words']);
  if (typeof from_ns !== 'number' || typeof to_ns !== 'number') return words;
  return `${words}, ${seconds(from_ns)} to ${seconds(to_ns)}`;
}

/** `1 to 3, 7, …` */
function intervalText(value: Json | undefined): string {
  const intervals = isJsonArray(value) ? (value as readonly (readonly [number, number])[]) : [];
  const shown = intervals
    .slice(0, INTERVALS_SHOWN)
    .map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
  const more = intervals.length - INTERVALS_SHOWN;
  return more > 0 ? `${shown.join(', ')}, and ${count(more)} more intervals` : shown.join(', ');
}

function rowsOf(value: Json | undefined): JsonObject[] {
  return elementsOf(value).filter(isJsonObject);
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
