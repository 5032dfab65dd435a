import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkers, models } from '../../checkers/index.js';
import { refuseUnfit } from '../../harness/cli/analysis.js';
import { judgedBy, type ModelFlags } from '../../harness/cli/model-options.js';
import type { Json } from '../../harness/core/json.js';
import type { History } from '../../harness/core/history.js';
import type { NamedOp, Outcome, Verdict } from '../../harness/core/verdict.js';
import type { Format } from '../../harness/histories/index.js';
import { readImport } from '../../harness/store/import-run.js';

/** How a history is checked: the flags of `faultline check`, and bounds. */
export interface CheckHistoryOptions extends Omit<
  ModelFlags,
  'model' | 'independent' | 'oneObject' | 'negativeBalances' | 'offsetGaps'
> {
  readonly independent?: boolean;
  readonly oneObject?: boolean;
  readonly negativeBalances?: boolean;
  readonly offsetGaps?: boolean;
  readonly format?: Format;
  readonly maxEvent_MiB?: number;
  readonly explain?: boolean;
  readonly timeout_ms?: number;
  readonly memory_bytes?: number;
}

/** An op of a verdict, with its place in the file. */
export interface CheckedOp {
  readonly operation: string;
  readonly process: number | string;
  readonly invocation: { readonly index: number; readonly line: number };
  readonly completion: { readonly index: number; readonly line: number } | null;
}

/** What came of checking a history. */
export interface Checked {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly format: string;
  readonly events: number;
  /** Those that were judged. */
  readonly operations: Json | undefined;
  readonly leftOut: Json | undefined;
  readonly partitions: Json | undefined;
  readonly methods: Json | undefined;
  readonly notes: readonly string[];
  /** The first anomaly of a history that is not linearizable. */
  readonly counterexample?: {
    readonly key: string;
    readonly reason: string;
    readonly minimal: boolean | undefined;
    readonly witness: readonly CheckedOp[];
    readonly failed?: readonly CheckedOp[];
  };
  readonly anomalies: readonly {
    readonly type: string;
    readonly reason: string;
    readonly transactions: readonly CheckedOp[];
    readonly dependencies: Verdict['anomalies'][number]['dependencies'];
  }[];
  readonly legalOrders?: Verdict['legalOrders'];
  readonly verdict: Verdict;
}

const BOUNDS = { timeout_ms: 20_000, memory_bytes: 1 << 28 };

/** Checks the text of a history as `faultline check` does, but for the worker thread. */
export async function checkHistory(
  content: string | Buffer,
  model: string,
  options: CheckHistoryOptions = {},
): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-checked-'));
  try {
    const path = join(folder, 'history');
    await writeFile(path, content);
    return await checkFile(path, model, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Checks a file as `faultline check` does, but for the worker thread. */
export async function checkFile(
  file: string,
  model: string,
  options: CheckHistoryOptions = {},
): Promise<Checked> {
  const { independent, oneObject, negativeBalances, offsetGaps, ...others } = options;
  const { format, maxEvent_MiB, explain = false, ...flags } = others;
  const planned = judgedBy(
    {
      ...flags,
      model,
      ...(independent === true ? { independent } : {}),
      ...(oneObject === true ? { oneObject } : {}),
      ...(negativeBalances === true ? { negativeBalances } : {}),
      ...(offsetGaps === true ? { offsetGaps } : {}),
    },
    models,
  );
  if (planned === undefined) throw new Error('no model');
  const stored = await readImport({
    file,
    ...planned,
    ...(format === undefined ? {} : { format }),
    ...(maxEvent_MiB === undefined ? {} : { maxEvent_MiB }),
    faultlineVersion: '0.0.0',
    command: 'faultline check',
  });
  const { plan, history, run } = stored;
  const checker = checkers.find(({ name }) => name === plan.checkers[0]);
  const found = models.find(({ name }) => name === plan.model?.name) ?? null;
  const bounds = { ...BOUNDS, ...options };
  const verdict = checker?.check(plan, history, { bounds, model: found, explain });
  if (verdict === undefined) throw new Error(`no checker ${plan.checkers[0]}`);
  refuseUnfit(stored, [verdict]);
  return checkedOf(verdict, history, plan.imported?.format ?? '', run.notes ?? []);
}

function checkedOf(
  verdict: Verdict,
  history: History,
  format: string,
  notes: readonly string[],
): Checked {
  const { outcome, reason, details, anomalies, legalOrders } = verdict;
  const op = (named: NamedOp): CheckedOp => checkedOp(named, history);
  const [first] = anomalies;
  return {
    outcome,
    reason,
    format,
    events: history.length,
    operations: details['operations'],
    leftOut: details['leftOut'],
    partitions: details['keys'],
    methods: details['methods'],
    notes,
    ...(first?.kind !== 'nonlinearizable'
      ? {}
      : {
          counterexample: {
            key: first.key ?? '',
            reason: first.reason,
            minimal: first.minimal,
            witness: (first.witness ?? []).map(op),
            ...(first.failed === undefined ? {} : { failed: first.failed.map(op) }),
          },
        }),
    anomalies: anomalies.map(({ kind, reason: why, witness = [], dependencies }) => ({
      type: kind,
      reason: why,
      transactions: witness.map(op),
      dependencies,
    })),
    ...(legalOrders === undefined ? {} : { legalOrders }),
    verdict,
  };
}

function checkedOp({ op, words }: NamedOp, history: History): CheckedOp {
  const completion = history.pairOf(op);
  const isKnown = completion !== null && history.type(completion) !== 'info';
  const place = (index: number): { readonly index: number; readonly line: number } => ({
    index,
    line: history.line(index) ?? 0,
  });
  return {
    operation: words,
    process: history.process(op),
    invocation: place(op),
    completion: isKnown ? place(completion) : null,
  };
}

/** What one client did: its op, the value that it was invoked with, and what came of it. */
export type ClientEvent = readonly [process: number, type: string, f: string, value?: unknown];

/** {@link checkHistory} of events that are written one after the other. */
export function checkEvents(
  model: string,
  events: readonly ClientEvent[],
  options: CheckHistoryOptions = {},
): Promise<Checked> {
  const lines = events.map(([process, type, f, value]) => ({ process, type, f, value }));
  return checkHistory(JSON.stringify(lines), model, options);
}
