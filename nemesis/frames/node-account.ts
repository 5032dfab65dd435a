import type { FaultAccount, FaultCost } from '../../harness/core/fault-account.js';
import { isJsonObject, type Json, type JsonObject } from '../../harness/core/json.js';
import { stringsOf } from '../../harness/core/nemesis-record.js';
import { listInWords } from '../../harness/core/words.js';

/** What a fault does to the store on the nodes that it falls on, for whoever judges the run. */
export interface Harm {
  /** Whether the other nodes miss a node while it is under the fault: it is dead, or stands still. */
  readonly takesAway?: boolean;
  /** What a node has lost when it is back. */
  readonly costs?: FaultCost;
  /** Whether a node takes writes by mistake, by what the record says of it. */
  readonly mistaken?: (recorded: Json | undefined) => boolean;
}

/** Where the effect of a fault names the nodes on which it left the store alone. */
export const SPARED = 'spared';

/**
 * The account of a fault that fell on nodes.
 * @param nodes what the record says of each of them: how much of the fault there was.
 */
export function nodeAccount(
  name: string,
  nodes: ReadonlyMap<string, Json | undefined>,
  { takesAway = false, costs, mistaken }: Harm = {},
  spared: readonly string[] = [],
): FaultAccount {
  const names = [...nodes.keys()];
  const hurt = names.filter((node) => !spared.includes(node));
  const told = nameOn(name, nodes);
  return {
    words: `${told} was in effect`,
    name: told,
    nodes: names,
    hurt,
    ...(takesAway ? { away: hurt } : {}),
    ...(costs === undefined ? {} : { costs }),
    ...(mistaken === undefined
      ? {}
      : { mistaken: names.filter((one) => mistaken(nodes.get(one))) }),
  };
}

/** The nodes under a fault, and how, from a record of {@link nodeFault}. */
export function recordedNodes(
  name: string,
  effect: JsonObject,
): ReadonlyMap<string, Json | undefined> {
  const byNode = effect[name];
  return new Map(isJsonObject(byNode) ? Object.entries(byNode) : []);
}

/** The nodes on which a fault left the store alone. */
export function sparedIn(effect: JsonObject): readonly string[] {
  return stringsOf(effect[SPARED]) ?? [];
}

/** `clock on n2 (offset_ms 5000, rate 1)`. */
function nameOn(name: string, nodes: ReadonlyMap<string, Json | undefined>): string {
  if (nodes.size === 0) return name;
  const how = [...new Set([...nodes.values()].map(degreeInWords))].join('; ');
  const where = `${name} on ${listInWords([...nodes.keys()])}`;
  return how === '' ? where : `${where} (${how})`;
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
