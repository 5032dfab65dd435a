import { type ConfigSource, type JudgingCatalogue, loadJudging } from '../catalogue/index.js';
import { type CheckerBounds, verdictOf } from '../core/checker.js';
import { History, type PackedHistory } from '../core/history.js';
import type { Observed } from '../core/observed.js';
import type { TestPlan } from '../core/plan.js';
import { misshapen } from '../core/shape.js';
import type { Verdict } from '../core/verdict.js';
import { verdictSchema } from '../core/verdict-schema.js';

/** One checker's work: plain data, so that it can be sent to a worker thread. */
export interface CheckTask {
  readonly checker: string;
  /** What the catalogue with the checker is made of. */
  readonly sources: readonly ConfigSource[];
  readonly bounds: CheckerBounds;
  readonly explain: boolean;
  readonly plan: TestPlan;
  readonly history: PackedHistory;
  readonly observed: Observed;
}

/** A thread serves one analysis: all of its tasks have the same catalogue. */
let loading: Promise<JudgingCatalogue> | null = null;

/**
 * Runs one checker on one history, within a worker thread.
 * @throws Error when the catalogue has no such checker, or its verdict can't be reported; and whatever the
 *   checker throws.
 */
export default async function check(task: CheckTask): Promise<Verdict> {
  loading ??= loadJudging(task.sources);
  const { checkers, models, workloads } = await loading;
  const checker = checkers.find(({ name }) => name === task.checker);
  if (checker === undefined) {
    const known = checkers.map(({ name }) => name).join(', ');
    throw new Error(`there is no checker ${task.checker}, only ${known}`);
  }
  // Plans of older runs name no model: it is that of their workload.
  const planned =
    task.plan.model ?? workloads.find(({ name }) => name === task.plan.workload.name)?.model;
  const plan = planned === undefined ? task.plan : { ...task.plan, model: planned };
  const model = models.find(({ name }) => name === planned?.name) ?? null;
  const { bounds, explain, observed } = task;
  const context = { bounds, model, explain, ...observed };
  const verdict = verdictOf(checker, plan, History.unpacked(task.history), context);
  const wrong = misshapen(verdictSchema, verdict, 'its verdict');
  if (wrong !== null) throw new Error(`expected ${wrong.expected}, but ${wrong.actual}`);
  return verdict;
}
