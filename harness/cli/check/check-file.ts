import { checkOperationsAsync } from 'ts-linearizability';

import { counted } from '../../core/words.js';
import {
  MalformedHistoryError,
  readEvents,
  type FailedCas,
  type Format,
} from '../../histories/index.js';
import { historyFile, type HistoryFile } from '../history-file.js';
import type { CheckReport } from './check-report.js';
import { Operations } from './collect.js';
import { counterexampleOf, legalOrdersOf } from './explain.js';
import { independent, refuseUnused } from './independent.js';
import { modelOf, modelsByKey } from './initial-state.js';
import type { CheckableModel, Conventions } from './models/index.js';
import { methodsOf, verdictOf } from './verdict.js';

export interface CheckFileOptions {
  readonly model: CheckableModel;
  /** Default: detected. */
  readonly format?: Format;
  /** Values are `[key v]`; each key is checked by itself. */
  readonly independent?: boolean;
  /** The whole history is about one object, whatever its values look like. */
  readonly oneObject?: boolean;
  /** JSON text of the state at first, or `unknown`: what is seen of it tells. */
  readonly initial?: string;
  /** JSON text of an object with the state of single keys at first; only with `independent`. */
  readonly initialByKey?: string;
  /** Default: null. */
  readonly nilRead?: Conventions['nilRead'];
  /** Default: the format's. */
  readonly failedCas?: FailedCas;
  readonly timeout_ms: number;
  readonly memory_bytes: number;
  /** Whole orders in the report. */
  readonly explain?: boolean;
  readonly signal?: AbortSignal;
  /** Called now and then with what goes on, in words. */
  readonly onProgress?: (line: string) => void;
}

/**
 * Checks whether the history in a file, or in the folder of a run, is linearizable.
 * @throws InputError when it can't be read or does not fit the model, naming line and column.
 * @throws the signal's reason when it aborts.
 */
export async function checkFile(path: string, options: CheckFileOptions): Promise<CheckReport> {
  const one = modelOf(options.model, options.initial);
  const byKey = modelsByKey(options.model, options.initialByKey, options.independent === true);
  const model = options.independent === true ? independent(one, byKey) : one;
  const file = await historyFile(path);
  const started = performance.now();
  const { format, operations, notes } = await readOperations(file, options);
  refuseUnused(byKey, operations.all);
  const read = performance.now();
  const result = await checkOperationsAsync(model, operations.all, {
    timeoutMs: options.timeout_ms,
    memoryBytes: options.memory_bytes,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (progress) =>
      options.onProgress?.(
        `checking: ${progress.method}, ${progress.partitionsDone} of ${counted(progress.partitionsTotal, 'part')} done, ${progress.placed} of ${counted(progress.operations, 'operation')} placed`,
      ),
  });
  options.signal?.throwIfAborted();
  const context = { model, operations, explain: options.explain === true };
  return {
    file: file.path,
    format: format.name,
    model: options.model.name,
    independent: options.independent === true,
    ...verdictOf(result, operations, options.model.name),
    events: operations.events,
    operations: operations.all.length,
    leftOut: operations.leftOut,
    partitions: result.partitions.length,
    methods: methodsOf(result),
    read_ms: read - started,
    check_ms: performance.now() - read,
    notes,
    ...(result.verdict === 'illegal'
      ? {
          counterexample: counterexampleOf(result.illegal, context),
        }
      : {}),
    ...(result.verdict === 'ok' && context.explain
      ? { legalOrders: legalOrdersOf(result.partitions, context) }
      : {}),
  };
}

interface ReadOperations {
  readonly format: Format;
  readonly operations: Operations;
  readonly notes: readonly string[];
}

async function readOperations(
  file: HistoryFile,
  options: CheckFileOptions,
): Promise<ReadOperations> {
  try {
    const { format, sink, notes } = await readEvents(file.path, {
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      open: ({ failedCas }) =>
        new Operations(
          options.model,
          { nilRead: options.nilRead ?? 'null', failedCas: options.failedCas ?? failedCas },
          options.independent === true ? 'each' : options.oneObject === true ? 'one' : 'unsaid',
        ),
      onProgress: (chars, { events }) =>
        options.onProgress?.(
          `reading ${file.path}: ${percent(chars, file.bytes)}, ${counted(events, 'event')}`,
        ),
    });
    sink.end();
    return { format, operations: sink, notes };
  } catch (error) {
    throw error instanceof MalformedHistoryError ? error.inFile(file.path) : error;
  }
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.min(100, Math.floor((100 * part) / whole))} %`;
}
