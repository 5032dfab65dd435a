import type { Json, JsonObject } from './json.js';
import { isJsonObject, stringsOf, type NemesisRecord } from './nemesis-record.js';
import { listInWords } from './words.js';

/** A cut network: the smaller side, and all that it was cut off from. */
export interface Cut {
  readonly isolated: readonly string[];
  readonly from: readonly string[];
}

/**
 * The cut that a fault recorded, from its `drops` map and, where it is given, its `isolated`
 * list; `null` where the record speaks of no cut.
 */
export function cutOf(record: NemesisRecord): Cut | null {
  for (const { effect } of record.records) {
    const drops = dropsOf(effect);
    const isolated = stringsOf(effect['isolated']) ?? smallerSide(drops);
    if (isolated === null || isolated.length === 0) continue;
    const from = [...drops].flatMap(([node, dropped]) =>
      isolated.includes(node) ? dropped : dropped.some((it) => isolated.includes(it)) ? [node] : [],
    );
    return {
      isolated,
      from: [...new Set(from)].filter((endpoint) => !isolated.includes(endpoint)).sort(),
    };
  }
  return null;
}

/** The endpoints that a cut, of whatever shape, keeps from hearing some others or from being heard. */
export function endpointsCut(record: NemesisRecord): ReadonlySet<string> {
  return new Set(
    record.records.flatMap(({ effect }) =>
      [...dropsOf(effect)].flatMap(([node, dropped]) =>
        dropped.length === 0 ? [] : [node, ...dropped],
      ),
    ),
  );
}

/** What a fault did, as a clause: `n1 was cut off from n2 and n3`. */
export function faultInWords(record: NemesisRecord): string {
  const cut = cutOf(record);
  if (cut !== null) {
    const verb = cut.isolated.length > 1 ? 'were' : 'was';
    const from = cut.from.length === 0 ? '' : ` from ${listInWords(cut.from)}`;
    const again = record.f === 'start-flapping' ? ' again and again' : '';
    return `${listInWords(cut.isolated)} ${verb} cut off${from}${again}`;
  }
  const endpoints = [...endpointsCut(record)].sort();
  if (endpoints.length > 0) return `some links among ${listInWords(endpoints)} were cut`;
  if (record.f === 'failover') return failoverInWords(record);
  return `${nameInWords(record)} was in effect`;
}

/** The nodes that a fault's record says it fell on, and how, where it says. */
export function nodesUnder({ f, records }: NemesisRecord): ReadonlyMap<string, Json | undefined> {
  const name = f.replace(/^start-/, '');
  for (const { effect } of records) {
    const { node, restarted } = effect;
    // A restart is a kill and a start: its record is that of the kill.
    const on = effect[name] ?? (f === 'restart' ? effect['kill'] : undefined);
    if (isJsonObject(on) && Object.keys(on).length > 0) return new Map(Object.entries(on));
    if (typeof node === 'string') return new Map([[node, undefined]]);
    if (Array.isArray(restarted)) return new Map(namedIn(restarted as readonly Json[]));
  }
  return new Map();
}

function namedIn(items: readonly Json[]): [string, undefined][] {
  return items.flatMap((item) =>
    isJsonObject(item) && typeof item['node'] === 'string' ? [[item['node'], undefined]] : [],
  );
}

/** The fault with the nodes that it fell on, and how: `clock on n2 (offset_ms 5000, rate 1)`. */
export function nameInWords(record: NemesisRecord): string {
  const on = nodesUnder(record);
  if (on.size === 0) return record.f;
  const name = record.f.replace(/^start-/, '');
  const how = [...new Set([...on.values()].map(degreeInWords))].join('; ');
  const nodes = listInWords([...on.keys()]);
  return how === '' ? `${name} on ${nodes}` : `${name} on ${nodes} (${how})`;
}

function degreeInWords(degree: Json | undefined): string {
  const items = stringsOf(degree);
  if (items !== null) return items.length === 0 ? '' : listInWords(items);
  if (!isJsonObject(degree)) return '';
  return Object.entries(degree)
    .flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? `${key} ${value}` : [],
    )
    .join(', ');
}

function failoverInWords({ records }: NemesisRecord): string {
  for (const { effect } of records) {
    const { from, to } = effect;
    if (typeof from === 'string' && typeof to === 'string') {
      return `a failover from ${from} to ${to} was ordered`;
    }
  }
  return 'a failover was ordered';
}

/** The state that the intent of an `await` names: `another node promoted`. */
export function conditionInWords(intent: Json | undefined): string {
  const until = isJsonObject(intent) ? (intent['until'] ?? intent) : undefined;
  if (!isJsonObject(until)) return 'a state';
  const { acknowledged, cluster, primary } = until;
  if (typeof acknowledged === 'number') return `${acknowledged} more ops acknowledged`;
  if (cluster !== undefined) return 'the cluster converged';
  if (primary === 'changed') return 'another node promoted';
  const named = isJsonObject(primary) ? primary['is'] : undefined;
  return typeof named === 'string' ? `${named} promoted` : 'a state';
}

/** The replicas that a fault told to follow nobody: they take writes as the primary does. */
export function mistakenPrimaries({ f, records }: NemesisRecord): readonly string[] {
  if (f !== 'start-repoint') return [];
  return records.flatMap(({ effect: { repoint } }) =>
    isJsonObject(repoint)
      ? Object.entries(repoint).flatMap(([node, degree]) =>
          isJsonObject(degree) && degree['to'] === 'nobody' ? [node] : [],
        )
      : [],
  );
}

function dropsOf(effect: JsonObject): ReadonlyMap<string, readonly string[]> {
  const drops = effect['drops'];
  if (!isJsonObject(drops)) return new Map();
  return new Map(
    Object.entries(drops).flatMap(([node, dropped]) => {
      const names = stringsOf(dropped);
      return names === null ? [] : [[node, names] as const];
    }),
  );
}

/** The smallest group of endpoints that still hear each other; `null` where all do. */
function smallerSide(drops: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const left = new Set([...drops].flatMap(([node, dropped]) => [node, ...dropped]));
  const isCut = (a: string, b: string): boolean =>
    drops.get(a)?.includes(b) === true || drops.get(b)?.includes(a) === true;
  const groups: string[][] = [];
  for (const first of left) {
    const group = [first];
    left.delete(first);
    for (const member of group) {
      for (const other of left) {
        if (isCut(member, other)) continue;
        group.push(other);
        left.delete(other);
      }
    }
    groups.push(group.sort());
  }
  if (groups.length < 2) return null;
  return groups.reduce((smallest, group) => (group.length < smallest.length ? group : smallest));
}
