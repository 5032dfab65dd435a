import { ANY_KIND, WW } from '../graph/edge-kind.js';
import { componentsOf, cyclicComponents } from '../graph/components.js';
import { rowsOf } from '../graph/edges.js';
import { keyOfVersion, valueOf, writerOf, type Columns } from '../history/columns.js';
import type { Found } from '../found.js';
import type { Value } from '../types.js';
import { keyText, listText } from '../values/words.js';
import { CERTAIN, READERS, type VersionOrder } from '../versions/version-order.js';

/** Finds keys whose values have an order that leads in a circle, whatever the level. */
export function findCyclicVersions(columns: Columns, order: VersionOrder, found: Found): void {
  const nodes = columns.versions + columns.keys.length;
  const [before, after, basis] = [order.before, order.after, order.basis].map((list) =>
    list.items(),
  ) as [Int32Array, Int32Array, Int32Array];
  const rows = rowsOf(nodes, (edges) => {
    for (let pair = 0; pair < order.length; pair += 1) {
      if (basis[pair] !== CERTAIN && basis[pair] !== READERS) continue;
      edges.add(before[pair] as number, after[pair] as number, WW, -1);
    }
  });
  const components = componentsOf(rows, ANY_KIND);
  for (const cyclic of cyclicComponents(components, nodes)) {
    const versions = Array.from(cyclic);
    const writers = versions.map((version) => writerOf(columns, version));
    found.add('cyclic-versions', writers, () => {
      const name = keyText(columns.keys[keyOfVersion(columns, versions[0] as number)] as Value);
      const values = listText(versions.map((version) => valueOf(columns, version)));
      return `Of the values ${values} of ${name} each must come before the others: what transactions read and wrote over it, and what is claimed of the key, leads in a circle.`;
    });
  }
}
