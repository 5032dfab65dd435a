import {
  checkOperationsAsync,
  type CheckResult,
  type Model,
  type UnknownCause,
} from 'ts-linearizability';

import { InputError } from '../../core/errors.js';
import { counted } from '../../core/words.js';
import { MalformedHistoryError, parseJson, type RecordedValue } from '../../store/formats/index.js';
import type { CheckReport } from './check-report.js';
import { Operations } from './collect.js';
import { counterexampleOf, legalOrdersOf } from './explain.js';
import { independent } from './independent.js';
import { Misfit, type CheckableModel, type Conventions } from './models/index.js';
import { readEvents } from './read/events.js';
import type { FailedCas, Format } from './read/formats.js';
import { historyFile, type HistoryFile } from './read/text.js';

export interface CheckFileOptions {
  readonly model: CheckableModel;
  /** Default: detected. */
  readonly format?: Format;
  /** Values are `[key v]`; each key is checked by itself. */
  readonly independent?: boolean;
  /** JSON text of the state at first. */
  readonly initial?: string;
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
  const model = modelOf(options);
  const file = await historyFile(path);
  const started = performance.now();
  const { format, operations, notes } = await readOperations(file, options);
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
    ...verdictOf(result, operations, options),
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
          counterexample: counterexampleOf(
            result.illegal,
            result.partitions.indexOf(result.illegal),
            context,
          ),
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
    const { format, sink, notes } = await readEvents(file, {
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      open: ({ failedCas }) =>
        new Operations(
          options.model,
          { nilRead: options.nilRead ?? 'null', failedCas: options.failedCas ?? failedCas },
          options.independent === true,
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

/** @throws InputError for an initial state that the model can't have. */
function modelOf(options: CheckFileOptions): Model<unknown, unknown, unknown> {
  const { model, initial } = options;
  if (initial !== undefined && model.initial === null) {
    throw initialError(`no --initial: ${model.name} has none`, initial);
  }
  try {
    const created = model.create(initial === undefined ? undefined : initialOf(initial));
    return options.independent === true ? independent(created) : created;
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw initialError(`--initial of ${model.name} to be ${error.expected}`, initial ?? '');
  }
}

function initialOf(text: string): RecordedValue {
  try {
    return parseJson(text, { line: 1, column: 1 });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw initialError('--initial to be JSON', text);
  }
}

function initialError(expected: string, got: string): InputError {
  return new InputError({
    code: 'E_INITIAL',
    expected,
    actual: `it is ${got}`,
    advice: 'quote it for the shell: --initial 0, --initial \'"a"\', --initial \'{"x":0}\'',
  });
}

const UNKNOWN: Readonly<Record<UnknownCause, string>> = {
  time: 'the time bound was reached: raise --timeout, or record fewer concurrent ops per key',
  memory: 'the memory bound was reached: raise --memory, or check a part of the history',
  aborted: 'it was interrupted',
  'infinite-states': 'the model has too many states for this history: check a part of it',
  'not-needed': 'another part settled it',
};

function verdictOf(
  result: CheckResult,
  operations: Operations,
  { model }: CheckFileOptions,
): Pick<CheckReport, 'outcome' | 'sentence'> {
  if (operations.events === 0) {
    return { outcome: 'unknown', sentence: 'there is nothing to judge: the history is empty' };
  }
  switch (result.verdict) {
    case 'ok': {
      const hollow = operations.all.length === 0 ? ', but no client op in it says anything' : '';
      const sentence = `the history is linearizable as a ${model.name}${hollow}`;
      return { outcome: 'valid', sentence };
    }
    case 'illegal': {
      const { key } = result.illegal;
      const about = key === '' ? '' : `: key ${key} has no legal order`;
      const sentence = `the history is not linearizable as a ${model.name}${about}`;
      return { outcome: 'invalid', sentence };
    }
    default:
      return { outcome: 'unknown', sentence: `no verdict: ${UNKNOWN[result.cause]}` };
  }
}

function methodsOf(result: CheckResult): Record<string, number> {
  const methods: Record<string, number> = {};
  for (const partition of result.partitions) {
    if (partition.verdict === 'unknown') continue;
    methods[partition.method] = (methods[partition.method] ?? 0) + 1;
  }
  return methods;
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.min(100, Math.floor((100 * part) / whole))} %`;
}
