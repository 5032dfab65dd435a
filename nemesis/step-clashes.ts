import type { Facet, Fault, Overlap } from '../harness/core/fault.js';
import { HEAL } from '../harness/core/nemesis-record.js';
import type { Step } from '../harness/core/schedule.js';
import { clashOf } from './overlap.js';
import { serving } from './serving.js';

const IN_WORDS: Readonly<Record<Facet, string>> = {
  node: 'commands running on every node',
  links: 'packets passing between nodes',
  reach: 'every node being reached by the harness',
  processes: 'the processes of the store running',
  clocks: 'wall clocks being as they were set',
  data: 'files being written',
  members: 'all members being in the group',
};

/** A fault that is active at some step. */
interface Begun {
  readonly f: string;
  readonly overlap: Overlap;
}

/**
 * Why steps can't be played: faults that would be active together and may not. What begins with
 * `start-` is active until its `stop-` or a `heal`, all else while it happens.
 */
export function stepClashes(steps: readonly Step[], faults: readonly Fault[]): readonly string[] {
  const active = new Map<Fault, Begun>();
  const reasons: string[] = [];
  for (const step of steps) {
    if (!('fault' in step)) continue;
    if (step.fault === HEAL) {
      active.clear();
      continue;
    }
    const fault = serving(faults, step.fault);
    const [begins, ends] = fault.fs;
    if (step.fault === ends) {
      active.delete(fault);
      continue;
    }
    const begun = { f: step.fault, overlap: fault.overlap(step.fault, step.value) };
    for (const [other, before] of active) {
      if (other === fault) continue;
      const clash = clashOf(begun.overlap, before.overlap);
      if (clash.length === 0) continue;
      const needed = clash.map((facet) => IN_WORDS[facet]).join(' and ');
      reasons.push(
        `${begun.f} would meet ${before.f}, which is active then: one of them relies on ${needed}, which the other takes away`,
      );
    }
    if (step.fault === begins && ends !== undefined) active.set(fault, begun);
  }
  return reasons;
}
