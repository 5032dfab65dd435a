import { count, counted } from '../../core/words.js';
import { MalformedHistoryError, readEvents, type Format } from '../../histories/index.js';
import { historyFile } from '../history-file.js';
import type { CheckFileOptions } from './check-file-options.js';
import type { CheckReport, Judged } from './check-report.js';
import { Operations } from './collect.js';
import { refuseUnfit } from './fitting-options.js';
import { refuseUnused } from './independent.js';
import { modelOf, modelsByKey } from './initial-state.js';
import { judgeIsolation } from './isolation.js';
import { judgeLinearizability } from './linearizability.js';
import { isTransactional, type CheckableModel } from './models/index.js';

/**
 * Judges the history in a file, or in the folder of a run.
 * @throws InputError when it can't be read or does not fit the model, naming line and column; or
 *   when an option makes no sense for the model.
 * @throws the signal's reason when it aborts.
 */
export async function checkFile(path: string, given: CheckFileOptions): Promise<CheckReport> {
  refuseUnfit(given.model, given);
  const options = { ...given, model: configured(given) };
  const judge = judgeOf(options);
  const file = await historyFile(path);
  const started = performance.now();
  const { format, operations, notes } = await readOperations(file, options);
  const read = performance.now();
  const judged = await judge(operations);
  return {
    file,
    format: format.name,
    model: options.model.name,
    independent: options.independent === true,
    events: operations.events,
    operations: operations.all.length,
    leftOut: operations.leftOut,
    read_ms: read - started,
    check_ms: performance.now() - read,
    notes,
    ...judged,
  };
}

function configured(options: CheckFileOptions): CheckableModel {
  const { model } = options;
  return isTransactional(model) ? model : (model.configured?.(options) ?? model);
}

/** What is judged, once it is read. @throws InputError for a state at first that can't be. */
function judgeOf(options: CheckFileOptions): (operations: Operations) => Promise<Judged> {
  const { model, explain = false } = options;
  if (!isTransactional(model)) {
    const object = modelOf(model, options.initial);
    const byKey = modelsByKey(model, options.initialByKey, options.independent === true);
    return (operations) => {
      refuseUnused(byKey, operations.all);
      return judgeLinearizability(object, byKey, operations, options);
    };
  }
  const consistencyModel = options.consistencyModel ?? model.consistencyModels[0] ?? 'serializable';
  return (operations) =>
    Promise.resolve(judgeIsolation(model, operations, { consistencyModel, explain }));
}

interface ReadOperations {
  readonly format: Format;
  readonly operations: Operations;
  readonly notes: readonly string[];
}

async function readOperations(path: string, options: CheckFileOptions): Promise<ReadOperations> {
  try {
    const { format, sink, notes } = await readEvents(path, {
      ...(options.maxEvent_MiB === undefined ? {} : { maxEvent_MiB: options.maxEvent_MiB }),
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
          `reading ${path}: ${counted(events, 'event')} in ${count(Math.round(chars / 2 ** 20))} MiB`,
        ),
    });
    sink.end();
    return { format, operations: sink, notes };
  } catch (error) {
    throw error instanceof MalformedHistoryError ? error.inFile(path) : error;
  }
}
