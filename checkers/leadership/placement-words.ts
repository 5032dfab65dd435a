import { NS_PER_MS } from '../../harness/core/clock.js';
import type { JsonObject } from '../../harness/core/json.js';
import { count, listInWords, seconds } from '../../harness/core/words.js';
import { isTie, type PlacementSide } from '../../harness/core/placement.js';
import type { Placements } from './placements.js';

/** Of each node that differed, the milliseconds. */
export function differedJson({ differed_ns }: Placements): JsonObject {
  return Object.fromEntries(
    [...differed_ns].map(([node, time_ns]) => [node, Math.round(time_ns / NS_PER_MS)]),
  );
}

/** That nodes agree at the end, and which of them differed before, and for how long. */
export function placementsInWords(placements: Placements | null): readonly string[] {
  if (placements === null) return [];
  const differed = [...placements.differed_ns]
    .filter(([, time_ns]) => time_ns > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([node, time_ns]) => `${node} did for ${count(Math.round(time_ns / NS_PER_MS))} ms`);
  const before =
    differed.length === 0 ? '' : ` (before that, some differed from most: ${differed.join(', ')})`;
  return [`all nodes agree on who serves what${before}`];
}

/** How nodes differ at the end; `null` where they agree, or nobody told. */
export function differenceInWords(placements: Placements | null): string | null {
  const sides = placements?.sidesAtEnd ?? [];
  const [most, other, ...rest] = sides;
  if (most === undefined || other === undefined) return null;
  const leaders = [...most.placement.keys(), ...other.placement.keys()];
  const leader = leaders.find((one) => most.placement.get(one) !== other.placement.get(one));
  const serves = ({ nodes: by, placement }: PlacementSide): string =>
    `${leader ?? 'nobody'} serves ${placement.get(leader ?? '') ?? 'nothing'} as ${listInWords(by)} ${by.length === 1 ? 'says' : 'say'}`;
  const since = seconds(placements?.differSince_ns ?? 0);
  const nodes = [other, ...rest].flatMap((side) => side.nodes);
  const differ = isTie(sides)
    ? `${listInWords([...most.nodes, ...nodes])} differ on who serves what, and no view is that of most nodes`
    : `${listInWords(nodes)} ${nodes.length === 1 ? 'differs' : 'differ'} from the others on who serves what`;
  return `at the end of the run ${differ}, since ${since}: ${serves(most)}, and ${serves(other)}`;
}

/** The nodes of which nobody knows whether they agree at the end. */
export function silenceInWords(placements: Placements | null): readonly string[] {
  const silent = placements?.silentAtEnd ?? [];
  return silent.length === 0
    ? []
    : [
        `nobody knows whether ${listInWords(silent)} ${silent.length === 1 ? 'agrees' : 'agree'} on who serves what, for nothing was heard of that at the end`,
      ];
}
