import {
  casRegister,
  checkOperations,
  type CheckResult,
  type IllegalPartition,
} from 'ts-linearizability';
import { defineChecker } from '../../harness/core/catalogue.js';
import type { CheckerBounds } from '../../harness/core/checker.js';
import type { History } from '../../harness/core/history.js';
import type { JsonObject } from '../../harness/core/json.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Anomaly, Verdict } from '../../harness/core/verdict.js';
import { count, counted, listInWords } from '../../harness/core/words.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { contradictionIn } from './contradiction.js';
import { abortedReadInWords } from './failed-writes.js';
import { ordersOf } from './orders-of.js';
import { replicaReadsInWords } from './replica-reads.js';
import { Storyteller } from './story.js';
import { touchesOf, withBringers } from './touches.js';
import { registerOperations, type KeyOperations } from './register-operations.js';

const NAME = 'linearizable';
const MODEL = casRegister(null);
/** After so many keys that are not linearizable the others are left unjudged. */
const ILLEGAL_KEYS_SHOWN = 5;

const NOT_RECOVERED =
  ' (without the final reads: the cluster had not recovered, so a node may have lagged behind)';

/** Shrinking one key's witness may take this part of the time: a verdict must not be lost to it. */
const EXPLAIN_SHARE = 0.02;
/** For keys that are left when the time is over. */
const OUT_OF_TIME: CheckResult = {
  verdict: 'unknown',
  cause: 'time',
  message: 'the time was over before it was looked at; give the checker more',
  partitions: [],
  elapsedMs: 0,
};

/** For keys that are left when enough was found. */
const NOT_JUDGED: CheckResult = {
  ...OUT_OF_TIME,
  message: `${ILLEGAL_KEYS_SHOWN} other keys were not linearizable before`,
};

interface KeyResult {
  readonly of: KeyOperations;
  readonly result: CheckResult;
}

/**
 * Linearizability of the `register` workload (Herlihy and Wing 1990): every key on its own, each
 * initially `null`. Past a bound of time or memory the key, and without a violation elsewhere the
 * verdict, is `unknown`.
 *
 * Final reads are judged where the cluster had recovered: its nodes then agreed, and no op was
 * under way any more. Where it had not, a node may lag behind, as asynchronous replication allows;
 * final reads are then left out, and the reason says so.
 */
export const linearizable = defineChecker({
  name: NAME,
  summary: 'each key is a linearizable register with compare-and-set',
  dataTypes: ['register'],
  check(plan, history, { bounds }): Verdict {
    try {
      const recovered = recoveryIn(nemesisRecords(history))?.recovered !== false;
      const results = checkKeys(registerOperations(history, recovered), bounds);
      const verdict = verdictOf(plan, history, results);
      return recovered ? verdict : { ...verdict, reason: verdict.reason + NOT_RECOVERED };
    } catch (error) {
      if (error instanceof MalformedHistoryError) return unknown(error.message);
      throw error;
    }
  },
});

function checkKeys(keys: readonly KeyOperations[], bounds: CheckerBounds): KeyResult[] {
  const results: KeyResult[] = [];
  let illegal = 0;
  let left_ms = bounds.timeout_ms;
  for (const of of keys) {
    if (illegal === ILLEGAL_KEYS_SHOWN) {
      results.push({ of, result: NOT_JUDGED });
      continue;
    }
    const result =
      left_ms < 1
        ? OUT_OF_TIME
        : checkOperations(MODEL, of.operations, {
            timeoutMs: left_ms,
            memoryBytes: bounds.memory_bytes,
            explainTimeoutMs: Math.ceil(EXPLAIN_SHARE * bounds.timeout_ms),
          });
    left_ms -= result.elapsedMs;
    if (result.verdict === 'illegal') illegal += 1;
    results.push({ of, result });
  }
  return results;
}

function verdictOf(plan: TestPlan, history: History, results: readonly KeyResult[]): Verdict {
  const details = detailsOf(results);
  const storyteller = new Storyteller(plan, history);
  const found = results.flatMap(({ of, result }) =>
    result.verdict === 'illegal' ? [foundIn(history, storyteller, of, result.illegal)] : [],
  );
  const [first] = found;
  if (first !== undefined) {
    const anomalies = found.map(({ anomaly }) => anomaly);
    const names = listInWords(found.map(({ key }) => key));
    const reason =
      found.length === 1
        ? first.anomaly.reason
        : `keys ${names} are not linearizable registers; key ${first.key}: ${first.why}`;
    const proof = anomalies.flatMap(({ ops }) => ops);
    const reasons = [
      reason,
      unjudgedInWords(results),
      replicaReadsInWords(plan, history, proof),
    ].filter((one) => one !== null);
    return { checker: NAME, outcome: 'invalid', reason: reasons.join('; '), anomalies, details };
  }
  const operations = results.reduce((sum, { of }) => sum + of.operations.length, 0);
  if (operations === 0) return unknown('no op says anything about any register', details);
  const open = results.flatMap(({ of, result }) =>
    result.verdict === 'unknown' ? [{ key: of.key, message: result.message }] : [],
  );
  const [unjudged] = open;
  if (unjudged !== undefined) {
    return unknown(
      `${count(open.length)} of ${counted(results.length, 'key')} could not be judged; ` +
        `key ${unjudged.key}: ${unjudged.message}`,
      details,
    );
  }
  return {
    checker: NAME,
    outcome: 'valid',
    reason: `all ${counted(operations, 'op')} on ${counted(results.length, 'key')} are linearizable`,
    anomalies: [],
    details,
  };
}

/** What was left unjudged, since enough was found before; `null` where nothing was. */
function unjudgedInWords(results: readonly KeyResult[]): string | null {
  const unjudged = results.filter(({ result }) => result === NOT_JUDGED).length;
  if (unjudged === 0) return null;
  return `${count(unjudged)} of ${counted(results.length, 'key')} were not judged: judging stops after ${ILLEGAL_KEYS_SHOWN} keys that are not linearizable`;
}

/** A key that is not linearizable: its anomaly, and why in words that do not name the key. */
interface Found {
  readonly key: string;
  readonly why: string;
  readonly anomaly: Anomaly;
}

function foundIn(
  history: History,
  storyteller: Storyteller,
  of: KeyOperations,
  illegal: IllegalPartition,
): Found {
  const { explanation } = illegal;
  const positions = explanation?.witness ?? of.operations.keys();
  const ops: number[] = [];
  for (const position of positions) {
    const invocation = of.invocations[position];
    if (invocation === undefined) continue;
    ops.push(invocation);
    const completion = history.pairOf(invocation);
    if (completion !== null) ops.push(completion);
  }
  const sorted = [...new Set(ops)].sort((a, b) => a - b);
  const touches = sorted
    .filter((index) => history.type(index) === 'invoke')
    .flatMap((index) => touchesOf(history, index));
  // Who brought a value belongs to its story, also where the proof can do without.
  const told = withBringers(touches, history, of.invocations);
  const named = new Set(told.map(({ op }) => op));
  const why =
    abortedReadInWords(history, of.key, sorted) ??
    contradictionIn(touches) ??
    inHistoryTerms(explanation?.reason ?? 'its ops have no legal order', of);
  const anomaly: Anomaly = {
    kind: 'nonlinearizable',
    ops: withCompletions(history, [...sorted, ...named]),
    reason: `key ${of.key} is not a linearizable register: ${why}`,
    story: storyteller.lines(told),
    ...(explanation === undefined ? {} : { orders: ordersOf(MODEL, of, illegal, named) }),
  };
  return { key: of.key, why, anomaly };
}

/** Invocations and completions in order, each once, with the completion of every invocation. */
function withCompletions(history: History, ops: readonly number[]): number[] {
  const all = new Set(ops.flatMap((op) => [op, history.pairOf(op) ?? op]));
  return [...all].sort((a, b) => a - b);
}

/** The package counts a key's operations; people look for the op in the history. */
function inHistoryTerms(reason: string, of: KeyOperations): string {
  return reason.replaceAll(/\boperation (\d+)/g, (text, position: string) => {
    const invocation = of.invocations[Number(position)];
    return invocation === undefined ? text : `op ${invocation}`;
  });
}

function detailsOf(results: readonly KeyResult[]): JsonObject {
  const methods = new Map<string, number>();
  for (const { result } of results) {
    for (const partition of result.partitions) {
      const method = 'method' in partition ? partition.method : `unknown: ${partition.cause}`;
      methods.set(method, (methods.get(method) ?? 0) + 1);
    }
  }
  return {
    keys: results.length,
    operations: results.reduce((sum, { of }) => sum + of.operations.length, 0),
    illegalKeys: results.flatMap(({ of, result }) => (result.verdict === 'illegal' ? of.key : [])),
    unknownKeys: results.flatMap(({ of, result }) =>
      result.verdict === 'unknown' && result !== NOT_JUDGED ? of.key : [],
    ),
    unjudgedKeys: results.filter(({ result }) => result === NOT_JUDGED).length,
    methods: Object.fromEntries(methods),
  };
}

function unknown(reason: string, details: JsonObject = {}): Verdict {
  return { checker: NAME, outcome: 'unknown', reason, anomalies: [], details };
}
