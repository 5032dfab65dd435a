import { count, counted, listInWords, seconds } from '../../harness/core/words.js';
import { causeInWords, type Scene } from './cause.js';
import type { LossGroup } from './loss-groups.js';

/** So many groups are told; of the others there is a number. */
const TOLD = 3;

/**
 * What follows the number of lost writes in a verdict: when they were lost and why, told by the fault
 * that explains them, the largest group first.
 * @param groups of all lost writes: the largest first, those that nothing explains last.
 */
export function lossesInWords(groups: readonly LossGroup[], scene: Scene): string {
  const all = stretchInWords({
    from_ns: Math.min(...groups.map(({ from_ns }) => from_ns)),
    to_ns: Math.max(...groups.map(({ to_ns }) => to_ns)),
  });
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0) {
    return `${all}, ${causeInWords(only, scene, '; ')}`;
  }
  const explained = groups.filter(({ explanation }) => explanation.kind !== 'none');
  const told = explained.slice(0, TOLD).map((group) => groupInWords(group, scene));
  const rest = explained.slice(TOLD);
  const open = groups.filter(({ explanation }) => explanation.kind === 'none');
  return `${all}: ${[...told, ...restInWords(rest), ...open.map(openInWords)].join('; ')}`;
}

function groupInWords(group: LossGroup, scene: Scene): string {
  return `${count(group.lost.length)} that ${listInWords(group.nodes)} took, ${stretchInWords(group)}, ${causeInWords(group, scene, ', ')}`;
}

function restInWords(rest: readonly LossGroup[]): string[] {
  if (rest.length === 0) return [];
  const windows = new Set(rest.map(({ explanation }) => explanation.window));
  const lost = rest.reduce((sum, group) => sum + group.lost.length, 0);
  return [`${count(lost)} more by ${counted(windows.size, 'other fault')}`];
}

function openInWords(group: LossGroup): string {
  return `no fault explains ${count(group.lost.length)} of them, that ${listInWords(group.nodes)} took ${stretchInWords(group)}`;
}

function stretchInWords({ from_ns, to_ns }: Pick<LossGroup, 'from_ns' | 'to_ns'>): string {
  return `between ${seconds(from_ns)} and ${seconds(to_ns)}`;
}
