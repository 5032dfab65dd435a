import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { listInWords } from '../../harness/core/words.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';

/**
 * What to say of anomalies that rest on answers of replicas; `null` where they rest on none. A node
 * counts as a replica at a read where the writes next to it on that node, before or after, were
 * refused as by one whose role takes none. It only explains; the verdict never depends on it.
 * @param ops indices of the ops that prove the anomalies.
 */
export function replicaReadsInWords(
  plan: Pick<TestPlan, 'clientMode' | 'roles'>,
  history: History,
  ops: readonly number[],
): string | null {
  if (plan.clientMode !== 'pinned') return null;
  const { refusalCodes } = writeRolesOf(plan);
  const replicas = new Set<string>();
  for (const index of ops) {
    const node = history.node(index);
    if (node === undefined || replicas.has(node) || !isAnswer(history, index)) continue;
    const refusing = ([-1, 1] as const).some((step) =>
      refusesWrites(history, refusalCodes, node, index, step),
    );
    if (refusing) replicas.add(node);
  }
  if (replicas.size === 0) return null;
  const nodes = listInWords([...replicas].sort());
  return (
    `${nodes} answered ${replicas.size === 1 ? 'as a replica' : 'as replicas'}, and reads of replicas ` +
    'are stale by design: --clients pinned lets clients read from them, and the other modes of ' +
    '--clients read from the primary'
  );
}

/** A completion that tells what a register held: a read, or a compare-and-set that did not match. */
function isAnswer(history: History, index: number): boolean {
  const type = history.type(index);
  if (history.f(index) === 'read') return type === 'ok';
  return type === 'fail' && history.error(index)?.saw !== undefined;
}

/** Whether the next write on a node that was decided, in one direction of time, was refused. */
function refusesWrites(
  history: History,
  refusalCodes: readonly string[],
  node: string,
  from: number,
  step: 1 | -1,
): boolean {
  for (let index = from + step; index >= 0 && index < history.length; index += step) {
    const type = history.type(index);
    if ((type !== 'ok' && type !== 'fail') || history.isNemesis(index)) continue;
    const f = history.f(index);
    if (f === 'read' || f === FINAL_READ || history.node(index) !== node) continue;
    if (type === 'ok') return false;
    // Of failures no other tells: a mismatch may come from any node, and some ops were never sent.
    if (refusalCodes.includes(history.error(index)?.code ?? '')) return true;
  }
  return false;
}
