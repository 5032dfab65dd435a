import type { Facet, Fault } from '../harness/core/fault.js';
import { HEAL } from '../harness/core/nemesis-record.js';
import type { Step } from '../harness/core/schedule.js';
import { clashBetween, type Placed, placed, taken } from './overlap.js';
import { serving } from './serving.js';

const IN_WORDS: Readonly<Record<Facet, string>> = {
  node: 'commands running on the node',
  links: 'packets passing between nodes',
  reach: 'the node being reached by the harness',
  processes: 'the processes of the store running',
  clocks: 'wall clocks being as they were set',
  data: 'files being written',
  members: 'all members being in the group',
};

/** A fault that is active at some step. */
interface Begun extends Placed {
  readonly fault: Fault;
  readonly f: string;
}

/**
 * Why steps can't be played: faults that would be active together and may not. What begins with
 * `start-` is active until its `stop-` or a `heal`, all else while it happens. An operation needs what
 * it relies on when it runs; while a fault lasts, nobody may take what its effect does not outlast.
 */
export function stepClashes(
  steps: readonly Step[],
  faults: readonly Fault[],
  nodes: readonly string[],
): readonly string[] {
  let active: readonly Begun[] = [];
  const reasons: string[] = [];
  for (const step of steps) {
    if (!('fault' in step)) continue;
    if (step.fault === HEAL) {
      active = [];
      continue;
    }
    const fault = serving(faults, step.fault);
    const [begins, ends] = fault.fs;
    const isEnd = step.fault === ends;
    const asked = placed(fault, step, nodes);
    const own = active.filter((begun) => begun.fault === fault);
    // An end that names no nodes is about all that are under the fault.
    const about = isEnd && asked.nodes === null ? scopeOf(own) : asked.nodes;
    const operation: Begun = { fault, f: step.fault, ...asked, nodes: about };
    // On a node that starts anew, what lived in its processes is over.
    const endsByIt = ({ overlap }: Begun): boolean =>
      !isEnd && operation.overlap.restartsNode === true && overlap.endsWithNode === true;
    for (const other of active) {
      if (other.fault === fault || endsByIt(other)) continue;
      const reason = isEnd ? endClash(operation, other) : beginClash(operation, other);
      if (reason !== null) reasons.push(reason);
    }
    if (operation.nodes !== null) active = withoutNodes(active, operation.nodes, endsByIt);
    if (isEnd) active = withoutNodes(active, asked.nodes, (one) => one.fault === fault);
    else if (step.fault === begins && ends !== undefined) active = [...active, operation];
  }
  return reasons;
}

/** The nodes of several faults; `null` where not all are known. */
function scopeOf(begun: readonly Begun[]): readonly string[] | null {
  return begun.some(({ nodes }) => nodes === null)
    ? null
    : begun.flatMap(({ nodes }) => nodes ?? []);
}

/** Without some of them on these nodes, or without them at all; one that may be anywhere stays. */
function withoutNodes(
  active: readonly Begun[],
  nodes: readonly string[] | null,
  isMeant: (begun: Begun) => boolean,
): readonly Begun[] {
  return active.flatMap((begun) => {
    if (!isMeant(begun)) return [begun];
    if (nodes === null) return [];
    const left = begun.nodes?.filter((node) => !nodes.includes(node)) ?? null;
    return left?.length === 0 ? [] : [{ ...begun, nodes: left }];
  });
}

/** Why a fault can't begin (or happen) while another is active; `null` where it can. */
function beginClash(begun: Begun, other: Begun): string | null {
  const { outlasts = [] } = other.overlap;
  const clash = [
    ...taken(begun.overlap, other.overlap),
    ...taken(other.overlap, begun.overlap).filter((facet) => !outlasts.includes(facet)),
  ];
  const between = clashBetween(begun, other, [...new Set(clash)]);
  return between.length === 0
    ? null
    : `${begun.f} would meet ${other.f}, which is active then: one of them relies on ${inWords(between)}, which the other takes away`;
}

/** Why a fault can't be ended while another is active; `null` where it can. */
function endClash(end: Begun, other: Begun): string | null {
  const between = clashBetween(end, other, taken(end.overlap, other.overlap));
  return between.length === 0
    ? null
    : `${end.f} relies on ${inWords(between)}, which ${other.f} takes away: end that one first`;
}

function inWords(facets: readonly Facet[]): string {
  return facets.map((facet) => IN_WORDS[facet]).join(' and ');
}
