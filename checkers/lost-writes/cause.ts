import type { FaultWindow } from '../../harness/core/fault-window.js';
import { accountOf } from '../../harness/core/nemesis-record.js';
import { faultInWords, metInWords, nameInWords } from '../../harness/core/fault-words.js';
import type { Promotion } from '../../harness/core/role-timeline.js';
import { count, listInWords, seconds } from '../../harness/core/words.js';
import type { SetAccount } from './account.js';
import type { Attempt } from './attempts.js';
import type { Circumstances } from './circumstances.js';
import type { LossGroup } from './loss-groups.js';

/** All that words about a loss are made from. */
export interface Scene {
  readonly account: SetAccount;
  readonly circumstances: Circumstances;
  /** When the first write that is still there was acknowledged; infinite where none is. */
  readonly firstKept_ns: number;
}

/** The scene of an account. */
export function sceneOf(account: SetAccount, circumstances: Circumstances): Scene {
  const views = [...account.views.values()];
  let firstKept_ns = Number.POSITIVE_INFINITY;
  for (const attempt of account.lost.length === 0 ? [] : account.attempts.values()) {
    if (attempt.outcome !== 'acknowledged' || attempt.end_ns >= firstKept_ns) continue;
    if (views.some((view) => view.holds(attempt))) firstKept_ns = attempt.end_ns;
  }
  return { account, circumstances, firstKept_ns };
}

/**
 * Why the writes of a group were lost, as a clause that begins with `because` or `while`. It says
 * `because` only where the records show both halves: what befell the node that took the writes, and
 * what became of its role or its data.
 */
export function causeInWords(group: LossGroup, scene: Scene, separator: string): string {
  const { explanation, nodes } = group;
  const [node = '?'] = nodes;
  switch (explanation.kind) {
    case 'promotion': {
      const { window, promotion } = explanation;
      return deposition(group, window, promotion, scene) + timing(group, window, separator);
    }
    case 'taken-back': {
      const { window, promotion } = explanation;
      return takenBack(window, promotion) + timing(group, window, separator);
    }
    case 'together':
      return `because ${togetherInWords(explanation.window, scene)}`;
    case 'return':
      return `because ${returnInWords(node, explanation.window, scene)}`;
    case 'mistake':
      return (
        `because ${node} was made a primary by mistake, and took writes beside the primary` +
        timing(group, explanation.window, separator)
      );
    case 'beside':
      return `while ${metInWords(explanation.window, group.from_ns, group.to_ns)}${promotedBeside(group, explanation.window, scene)}`;
    default:
      return unexplained(group, scene);
  }
}

/** A lost write as words: to whom, when, and where in the story of its group that was. */
export function lossInWords(attempt: Attempt, group: LossGroup, scene: Scene): string {
  const { circumstances } = scene;
  const role = circumstances.roleAt(attempt.node, attempt.start_ns);
  const who = role === null ? attempt.node : `${attempt.node} (${role})`;
  return `add ${attempt.element} was acknowledged by ${who} at ${seconds(attempt.end_ns)}, ${momentInWords(attempt, group, scene)}`;
}

function momentInWords(attempt: Attempt, { explanation }: LossGroup, scene: Scene): string {
  const { circumstances } = scene;
  const { kind, window } = explanation;
  if (kind === 'together') return `before ${togetherInWords(window, scene)}`;
  if (kind === 'return') return `before ${returnInWords(attempt.node, window, scene)}`;
  if (kind === 'none') {
    const faults = circumstances.faultsInWords(attempt.start_ns, attempt.end_ns);
    const isActive = circumstances.windowsDuring(attempt.start_ns, attempt.end_ns).length > 0;
    return `while ${faults}${isActive ? ', which does not explain the loss' : ''}`;
  }
  const what = faultInWords(window.begin);
  if (attempt.end_ns < window.from_ns) return `before ${what} (from ${seconds(window.from_ns)})`;
  if (attempt.start_ns > window.to_ns) return `after ${what} (until ${seconds(window.to_ns)})`;
  return `while ${metInWords(window, attempt.start_ns, attempt.end_ns)}`;
}

function seenAs({ node, seen_ns }: Promotion): string {
  return `${node} was promoted (seen at ${seconds(seen_ns)})`;
}

function deposition(
  { lost }: LossGroup,
  window: FaultWindow,
  promotion: Promotion,
  { circumstances }: Scene,
): string {
  const { from } = promotion;
  const what = faultInWords(window.begin);
  if (accountOf(window.begin).isolated?.includes(from) === true) {
    const role = circumstances.roles.writerRoleAt(from, window.from_ns);
    const who = role === null ? '' : ` (${from} was then ${role})`;
    return `because ${what}${who} while ${seenAs(promotion)}`;
  }
  const { node, seen_ns } = promotion;
  if (lost.every(({ end_ns }) => end_ns <= seen_ns)) {
    return `because they had not reached ${node}, which was promoted (seen at ${seconds(seen_ns)}) after ${what}`;
  }
  return `because ${from} went on taking writes while ${seenAs(promotion)} after ${what}`;
}

function takenBack({ begin }: FaultWindow, { node, from, seen_ns }: Promotion): string {
  return `because ${node} took its place back (seen at ${seconds(seen_ns)}) from ${from}, which was promoted after ${faultInWords(begin)}`;
}

/** When a node was back from a fault. */
function backAt({ begin, to_ns }: FaultWindow): string {
  return seconds(begin.f.startsWith('start-') ? to_ns : (begin.end_ns ?? begin.start_ns));
}

/** `n1, n2 and n3 came back empty at 3.0 s, after power-loss on n1, n2 and n3`. */
function togetherInWords(window: FaultWindow, { firstKept_ns }: Scene): string {
  const { begin, from_ns } = window;
  const how = firstKept_ns > from_ns ? 'empty' : 'without them';
  return `${listInWords(accountOf(begin).hurt)} came back ${how} at ${backAt(window)}, after ${nameInWords(begin)}`;
}

/** `n1 (then primary) came back empty at 3.0 s, after restart on n1, and its replicas emptied …`. */
function returnInWords(
  node: string,
  window: FaultWindow,
  { account, circumstances, firstKept_ns }: Scene,
): string {
  const { begin, from_ns } = window;
  const name = nameInWords(begin);
  const back = backAt(window);
  const role = circumstances.roles.writerRoleAt(node, from_ns);
  const others = [...account.views.keys()].filter((one) => one !== node);
  const followed = role !== null && others.length > 0;
  if (accountOf(begin).costs === 'data') return `${name} removed them at ${back}`;
  const who = role === null ? node : `${node} (then ${role})`;
  const isEmpty = firstKept_ns > from_ns;
  const how = isEmpty ? 'empty' : 'without them';
  const replicas = isEmpty ? 'its replicas emptied themselves' : 'its replicas dropped them';
  return `${who} came back ${how} at ${back}, after ${name}${followed ? `, and ${replicas} after it` : ''}`;
}

/** Losses need not lie within the fault: they may come before it, and go on after it. */
function timing({ lost }: LossGroup, window: FaultWindow, separator: string): string {
  if (!window.begin.f.startsWith('start-')) return '';
  const before = lost.filter(({ end_ns }) => end_ns < window.from_ns).length;
  const after = window.end === null ? 0 : lost.filter((it) => it.start_ns > window.to_ns).length;
  const parts = [
    ...(before === 0 || before === lost.length
      ? []
      : [`${count(before)} of them before the fault began at ${seconds(window.from_ns)}`]),
    ...(after === 0
      ? []
      : [`${count(after)} of them after the fault had ended at ${seconds(window.to_ns)}`]),
  ];
  return parts.map((part) => `${separator}${part}`).join('');
}

function promotedBeside(group: LossGroup, window: FaultWindow, { circumstances }: Scene): string {
  const promoted = circumstances.roles.promotionDuring(window.from_ns, window.to_ns);
  if (promoted === null || group.nodes.includes(promoted.node)) return '';
  return ` and ${seenAs(promoted)}`;
}

/** What was active beside losses that no fault explains. */
function unexplained(group: LossGroup, scene: Scene): string {
  const { windows } = scene.circumstances;
  const active = windows.filter(({ from_ns, to_ns }) =>
    group.lost.some(({ start_ns, end_ns }) => start_ns <= to_ns && end_ns >= from_ns),
  );
  const [first] = active;
  if (first === undefined) {
    return `while no fault was active${windows.length === 0 ? '' : ', and none explains them'}`;
  }
  const faults = listInWords(
    active.slice(0, 3).map((window) => metInWords(window, group.from_ns, group.to_ns)),
  );
  const more = active.length > 3 ? ` and ${count(active.length - 3)} more faults` : '';
  const promoted = active.length === 1 ? promotedBeside(group, first, scene) : '';
  return `while ${faults}${more}${promoted}, which does not explain them`;
}
