import type { FaultAccount } from '../../harness/core/fault-account.js';
import { isJsonObject, type JsonObject } from '../../harness/core/json.js';
import { stringsOf } from '../../harness/core/nemesis-record.js';
import { CLIENTS } from '../../harness/core/node.js';
import { listInWords } from '../../harness/core/words.js';

/** Who discards whose packets, as an effect records it. */
type Drops = ReadonlyMap<string, readonly string[]>;

/**
 * What a cut of links says of itself, by its `drops` and, where it is given, its `isolated` list. A ring
 * or a bridge isolates nobody, and yet keeps nodes from each other.
 * @param again what follows the words of a cut that comes and goes.
 */
export function cutAccount(name: string, effect: JsonObject, again = ''): FaultAccount {
  const drops = dropsOf(effect);
  const isolated = stringsOf(effect['isolated']) ?? smallerSide(drops) ?? [];
  const nodes = [...drops.keys()];
  if (isolated.length === 0) {
    const cut = [...endpointsCut(drops)].sort();
    const words =
      cut.length === 0
        ? `${name} was in effect`
        : `some links among ${listInWords(cut)} were cut${again}`;
    return { words, name, nodes, hurt: cut };
  }
  const from = cutOffFrom(isolated, drops);
  const fromNodes = from.some((endpoint) => endpoint !== CLIENTS);
  const verb = isolated.length > 1 ? 'were' : 'was';
  const whom = from.length === 0 ? '' : ` from ${listInWords(from)}`;
  return {
    words: `${listInWords(isolated)} ${verb} cut off${whom}${again}`,
    name,
    nodes,
    hurt: isolated,
    isolated,
    ...(fromNodes ? { away: isolated } : {}),
  };
}

/** All that isolated endpoints do not hear, or are not heard by. */
function cutOffFrom(isolated: readonly string[], drops: Drops): readonly string[] {
  const from = [...drops].flatMap(([node, dropped]) =>
    isolated.includes(node) ? dropped : dropped.some((it) => isolated.includes(it)) ? [node] : [],
  );
  return [...new Set(from)].filter((endpoint) => !isolated.includes(endpoint)).sort();
}

/** The endpoints that a cut, of whatever shape, keeps from hearing some others or from being heard. */
function endpointsCut(drops: Drops): ReadonlySet<string> {
  return new Set(
    [...drops].flatMap(([node, dropped]) => (dropped.length === 0 ? [] : [node, ...dropped])),
  );
}

function dropsOf(effect: JsonObject): Drops {
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
function smallerSide(drops: Drops): readonly string[] | null {
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
