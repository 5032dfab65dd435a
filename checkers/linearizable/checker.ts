import { validateLinearization } from 'ts-linearizability';
import { defineChecker } from '../../harness/core/catalogue.js';
import type { CheckContext } from '../../harness/core/checker.js';
import { FaultlineError } from '../../harness/core/errors.js';
import type { History } from '../../harness/core/history.js';
import type { JsonObject } from '../../harness/core/json.js';
import { isTransactional, type ObjectModel } from '../../harness/core/model.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Verdict, WholeOrder } from '../../harness/core/verdict.js';
import { count, counted, listInWords } from '../../harness/core/words.js';
import { refusalOf, unknown } from '../refusal.js';
import { modelOptions } from '../../harness/core/model-options.js';
import { Budget } from './budget.js';
import { explained, namedOp, type Explained } from './explain.js';
import { ILLEGAL_PARTS_SHOWN, judge, type Judged } from './judge.js';
import { operationsOf, type JudgedOperation, type Operations, type Options } from './operations.js';
import { partsOf, type Part } from './parts.js';
import { replicaReadsInWords } from './replica-reads.js';
import { specificationsOf } from './specification.js';
import { Storyteller } from './story.js';
import { Touches } from './touches.js';

const NAME = 'linearizable';

const NOT_RECOVERED =
  ' (without the final reads: the cluster had not recovered, so a node may have lagged behind)';

/** Of the time, for what explains a verdict. */
const EXPLAIN_SHARE = 0.05;
const EXPLAIN_MEMORY_BYTES = 1 << 27;
/** A second program looks at each legal order for so long. */
const VALIDATION_MS = 5000;

/**
 * Linearizability (Herlihy and Wing 1990) by the plan's model: every object on its own, and every
 * part of one where the model splits it. Past a bound of time or memory the part, and without a
 * violation elsewhere the verdict, is `unknown`.
 *
 * Final reads are judged where the cluster had recovered: its nodes then agreed, and no op was
 * under way any more. Where it had not, a node may lag behind, as asynchronous replication allows;
 * final reads are then left out, and the reason says so.
 */
export const linearizable = defineChecker({
  name: NAME,
  summary: 'the history is linearizable as the model that the workload names',
  byModel: true,
  check(plan, history, context): Verdict {
    const { model } = context;
    if (model === null) {
      return unknown(NAME, 'the plan names no model that the history could be judged by');
    }
    if (isTransactional(model)) {
      const why = `${model.name} is no single object: ask the checker ${model.checker}`;
      return unknown(NAME, why);
    }
    try {
      const options = modelOptions(model, plan.model?.options ?? {}, { models: [model] });
      const recovered = recoveryIn(nemesisRecords(history))?.recovered !== false;
      const operations = operationsOf(history, model, options, recovered);
      const verdict = verdictOf({ plan, history, context, model, options, operations });
      return recovered ? verdict : { ...verdict, reason: verdict.reason + NOT_RECOVERED };
    } catch (error) {
      if (error instanceof FaultlineError) return refusalOf(NAME, error);
      throw error;
    }
  },
});

interface Subject {
  readonly plan: TestPlan;
  readonly history: History;
  readonly context: CheckContext;
  readonly model: ObjectModel;
  readonly options: Options;
  readonly operations: Operations;
}

function verdictOf(subject: Subject): Verdict {
  const { context, model, options, operations } = subject;
  const { bounds, explain = false } = context;
  const { objects } = operations;
  const legalOrders: WholeOrder[] = [];
  const specificationOf = specificationsOf(model, options, objects);
  const judged = judge(
    partsOf(objects, specificationOf),
    bounds,
    explain ? (part, order) => legalOrders.push(wholeOrder(part, order)) : undefined,
  );
  const found = judged.illegal.length === 0 ? [] : explainedParts(subject, judged);
  if (explain) {
    for (const { part, illegal } of judged.illegal) {
      const order = illegal.explanation?.longestPrefix ?? [];
      legalOrders.push({ ...named(part, order), validated: null });
    }
  }
  const verdict = found.length > 0 ? invalid(subject, judged, found) : sound(subject, judged);
  return explain ? { ...verdict, legalOrders } : verdict;
}

function explainedParts(subject: Subject, judged: Judged): readonly Explained[] {
  const { plan, history, context, model, options, operations } = subject;
  const explaining = {
    history,
    options,
    noun: model.name,
    objects: operations.objects,
    touches: new Touches(history, model, options),
    storyteller: new Storyteller(plan, history),
    budget: new Budget({
      timeout_ms: EXPLAIN_SHARE * context.bounds.timeout_ms,
      memory_bytes: EXPLAIN_MEMORY_BYTES,
    }),
  };
  return judged.illegal.map(({ part, illegal }) => explained(part, illegal, explaining));
}

function invalid(
  { plan, history, model, operations }: Subject,
  judged: Judged,
  found: readonly Explained[],
): Verdict {
  const anomalies = found.map(({ anomaly }) => anomaly);
  const [first] = found;
  const names = listInWords(anomalies.map(({ key = '' }) => key));
  const reason =
    found.length === 1
      ? anomalies[0]?.reason
      : `keys ${names} are not linearizable as a ${model.name}; key ${first?.anomaly.key ?? ''}: ${first?.why ?? ''}`;
  const proof = anomalies.flatMap(({ ops }) => ops);
  const reasons = [reason, unjudgedInWords(judged), replicaReadsInWords(plan, history, proof)];
  return {
    checker: NAME,
    outcome: 'invalid',
    reason: reasons.filter((one) => typeof one === 'string').join('; '),
    anomalies,
    details: detailsOf(judged, operations, model),
  };
}

/** The verdict where no part is known not to be linearizable. */
function sound({ plan, history, model, operations }: Subject, judged: Judged): Verdict {
  const details = detailsOf(judged, operations, model);
  const [unjudged] = judged.unknown;
  if (history.length === 0) {
    return unknown(NAME, 'there is nothing to judge: the history is empty', details);
  }
  // Of a run of ours, that nothing was answered proves nothing; what others recorded is all there is.
  const isHollow = !saysAnything(operations);
  if (operations.ops > 0 && isHollow && plan.imported === undefined) {
    return unknown(NAME, `no op says anything about any ${model.name}`, details);
  }
  if (unjudged !== undefined) {
    const about = unjudged.key === '' ? '' : `; key ${unjudged.key}`;
    const which = `${count(judged.unknown.length)} of ${counted(judged.parts, 'key')}`;
    const what = about === '' && judged.parts === 1 ? 'the history' : which;
    return unknown(NAME, `${what} could not be judged${about}: ${unjudged.message}`, details);
  }
  const keys = judged.parts > 1 ? ` on ${counted(judged.parts, 'key')}` : '';
  const reason = isHollow
    ? `the history is linearizable as a ${model.name}, but no client op in it says anything`
    : `all ${counted(judged.operations, 'op')}${keys} are linearizable as a ${model.name}`;
  return { checker: NAME, outcome: 'valid', reason, anomalies: [], details };
}

/** Whether some op changes something, or an answer is known. */
function saysAnything({ objects }: Operations): boolean {
  return objects.some(({ operations }) =>
    operations.some(({ output, return: end }) => output !== undefined || end !== Infinity),
  );
}

/** What was left unjudged, since enough was found before; `null` where nothing was. */
function unjudgedInWords({ unjudged, parts }: Judged): string | null {
  return unjudged === 0
    ? null
    : `${count(unjudged)} of ${counted(parts, 'key')} were not judged: judging stops after ${ILLEGAL_PARTS_SHOWN} keys that are not linearizable`;
}

function detailsOf(
  judged: Judged,
  { objects, leftOut }: Operations,
  model: ObjectModel,
): JsonObject {
  const operations = objects.flatMap((object) => object.operations);
  const figures = Object.entries(model.figures ?? {}).map(
    ([name, counts]) => [name, operations.filter((op) => counts(op)).length] as const,
  );
  return {
    ...Object.fromEntries(figures),
    model: model.name,
    keys: judged.parts,
    operations: judged.operations,
    leftOut,
    illegalKeys: judged.illegal.map(({ part }) => part.key),
    unknownKeys: judged.unknown.map(({ key }) => key),
    unjudgedKeys: judged.unjudged,
    methods: Object.fromEntries(judged.methods),
  };
}

function named(part: Part, order: readonly number[]): Omit<WholeOrder, 'validated'> {
  const ops = order.map((at) => namedOp(part.operations[at] as JudgedOperation, part));
  return { key: part.key, order: ops };
}

/** A legal order, looked at by a second, simple program. */
function wholeOrder(part: Part, order: readonly number[]): WholeOrder {
  const { specification, operations } = part;
  const options = { timeoutMs: VALIDATION_MS };
  const { valid } = validateLinearization(specification, operations, order, options);
  return { ...named(part, order), validated: valid === 'stopped' ? null : valid };
}
