import type { JsonObject } from '../../harness/core/json.js';
import type { SetAccount } from './account.js';
import type { Attempt, AttemptOutcome } from './attempts.js';
import type { Circumstances } from './circumstances.js';
import { causeInWords, type Scene } from './cause.js';
import { byNode, byWindow } from './groups.js';
import { boundedIntervals } from './intervals.js';
import { offsetsInWords, streamOffsets } from './stream-offsets.js';
import type { LossGroup, Losses } from './loss-groups.js';

/** The figures of an account, for reports and programs. */
export function detailsOf(losses: Losses, scene: Scene): JsonObject {
  const { account, circumstances } = scene;
  const categories = Object.entries(elementsByCategory(account)).map(([name, elementsOf]) => {
    const elements = elementsOf();
    return { name, count: elements.length, ...boundedIntervals(elements) };
  });
  const [first, last] = [account.lost[0], account.lost.at(-1)];
  return {
    counts: Object.fromEntries(categories.map(({ name, count }) => [name, count])),
    intervals: Object.fromEntries(categories.map(({ name, intervals }) => [name, intervals])),
    intervalsOmitted: Object.fromEntries(categories.map(({ name, omitted }) => [name, omitted])),
    byNode: byNode(account),
    byWindow: byWindow(account, circumstances),
    byCause: losses.groups.map((group) => causeJson(group, scene)),
    lossWindow: lossWindow(account.lost),
    firstLost: first === undefined ? null : writeJson(first, circumstances),
    lastLost: last === undefined ? null : writeJson(last, circumstances),
    lastKept: lastKept(account, circumstances),
    finalReads: [...account.views.values()].map(({ node, index, size }) => ({
      node,
      op: index,
      elements: size,
    })),
    unansweredNodes: account.silent,
  };
}

/** What explains a part of the losses; `fault` and `op` are `null` where nothing does. */
function causeJson(group: LossGroup, scene: Scene): JsonObject {
  const { explanation, nodes, lost, from_ns, to_ns } = group;
  const { witness } = scene.circumstances;
  const promotion = explanation.kind === 'promotion' ? explanation.promotion : null;
  const offsets = promotion === null ? null : streamOffsets(lost, promotion, witness);
  const words = causeInWords(group, scene, ', ');
  return {
    kind: explanation.kind,
    fault: explanation.window?.fault ?? null,
    op: explanation.window?.begin.invocation ?? null,
    words:
      promotion === null || offsets === null
        ? words
        : `${words}; ${offsetsInWords(offsets, promotion)}`,
    offsets: offsets === null ? null : { ...offsets },
    nodes,
    lost: lost.length,
    from_ns,
    to_ns,
    lostIntervals: boundedIntervals(lost.map(({ element }) => element)).intervals,
  };
}

/** From the call of the first lost write to the acknowledgement of the last one. */
function lossWindow(
  lost: readonly Attempt[],
): { readonly from_ns: number; readonly to_ns: number; readonly duration_ns: number } | null {
  if (lost.length === 0) return null;
  let from_ns = Number.POSITIVE_INFINITY;
  let to_ns = 0;
  for (const { start_ns, end_ns } of lost) {
    from_ns = Math.min(from_ns, start_ns);
    to_ns = Math.max(to_ns, end_ns);
  }
  return { from_ns, to_ns, duration_ns: to_ns - from_ns };
}

/** The last acknowledged write that was answered before the first lost one began, and was kept. */
function lastKept(account: SetAccount, circumstances: Circumstances): JsonObject | null {
  const { attempts, lost } = account;
  const firstLost_ns = lossWindow(lost)?.from_ns;
  if (firstLost_ns === undefined) return null;
  // What was answered before the first lost one began is itself not lost.
  let last: number | null = null;
  let last_ns = 0;
  for (let ordinal = 0; ordinal < attempts.size; ordinal += 1) {
    if (attempts.outcomeAt(ordinal) !== 'acknowledged') continue;
    const end_ns = attempts.endAt_ns(ordinal);
    if (end_ns >= firstLost_ns || end_ns < last_ns) continue;
    last = ordinal;
    last_ns = end_ns;
  }
  return last === null ? null : writeJson(attempts.at(last), circumstances);
}

/** Each list is made when it is asked for, since there may be millions of elements in it. */
function elementsByCategory(account: SetAccount): Readonly<Record<string, () => number[]>> {
  const { attempts } = account;
  const having =
    (...outcomes: readonly AttemptOutcome[]) =>
    (): number[] => {
      const elements: number[] = [];
      for (let ordinal = 0; ordinal < attempts.size; ordinal += 1) {
        if (outcomes.includes(attempts.outcomeAt(ordinal)))
          elements.push(attempts.elementAt(ordinal));
      }
      return elements;
    };
  const elements = (items: readonly { readonly element: number }[]) => (): number[] =>
    items.map(({ element }) => element);
  return {
    attempted: having('acknowledged', 'failed', 'indeterminate'),
    acknowledged: having('acknowledged'),
    failed: having('failed'),
    indeterminate: having('indeterminate'),
    lost: elements(account.lost),
    stale: elements(account.stale),
    recovered: elements(account.recovered),
    unexpected: elements(account.unexpected),
    aborted: elements(account.aborted),
    duplicated: elements(account.duplicated),
  };
}

function writeJson(attempt: Attempt, circumstances: Circumstances): JsonObject {
  return {
    element: attempt.element,
    op: attempt.invocation,
    node: attempt.node,
    role: circumstances.roleAt(attempt.node, attempt.start_ns),
    start_ns: attempt.start_ns,
    end_ns: attempt.end_ns,
    faults: circumstances.windowsDuring(attempt.start_ns, attempt.end_ns).map(({ fault }) => fault),
  };
}
