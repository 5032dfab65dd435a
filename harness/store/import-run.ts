import { basename } from 'node:path';

import { NS_PER_MS } from '../core/clock.js';
import { History } from '../core/history.js';
import type { PlannedModel } from '../core/model.js';
import type { Op } from '../core/op.js';
import type { TestPlan } from '../core/plan.js';
import type { RunRecord } from '../core/results.js';
import {
  ImportedOps,
  MalformedHistoryError,
  readEvents,
  STDIN,
  type Format,
} from '../histories/index.js';
import { withoutLongNemesis } from './history-reader.js';
import type { StoredRun } from './run-reader.js';
import { newRunId, RunWriter, writeTest } from './run-writer.js';
import { removeRun } from './stored-runs.js';

/** The system and the workload of a plan whose history was imported: there was none of ours. */
export const IMPORTED = 'imported';

/** What is imported, and how it is to be judged. */
export interface ImportRequest {
  /** The path of the history, or {@link STDIN}. */
  readonly file: string;
  /** What the file is called in the plan; default: its path. */
  readonly named?: string;
  /** What the store claims to be, and the checkers that judge it by that. */
  readonly model: PlannedModel;
  readonly checkers: readonly string[];
  /** Default: detected. */
  readonly format?: Format;
  /** No event may be longer, in units of 2^20 characters. Default: that of `readEvents`. */
  readonly maxEvent_MiB?: number;
  readonly signal?: AbortSignal;
  /** Called now and then with how far it is. */
  readonly onProgress?: (chars: number, events: number) => void;
  readonly faultlineVersion: string;
  /** The shell command that judges the history again. */
  readonly command: string;
}

/** An import that is stored. */
export interface StoredImportRequest extends ImportRequest {
  /** The folder of results. */
  readonly results: string;
}

/** A history that stands in the results folder as a run of ours would. */
export interface ImportedRun {
  readonly folder: string;
  readonly events: number;
  readonly format: Format;
}

/**
 * Stores a history that anyone recorded as a run of ours: `analyze`, `report` and `export` take it from
 * there. In memory are a piece of the file or its longest event, whatever the size of the file. Where
 * it can't be read, nothing is left of it.
 * @throws InputError when it is no history; with line and column where the text is at fault.
 * @throws the signal's reason when it aborts.
 */
export async function importRun(request: StoredImportRequest): Promise<ImportedRun> {
  const startedAt = new Date().toISOString();
  // What only the whole file tells is put in when it was read.
  const draft = planOf(request, request.format, new ImportedOps());
  const writer = await RunWriter.create(request.results, draft, null, startedAt);
  try {
    let index = 0;
    const { plan, run, format } = await readImported(request, {
      startedAt,
      id: writer.id,
      take: (op) => {
        writer.history.append({ index, ...op });
        index += 1;
      },
      ready: () => writer.history.ready(),
    });
    await writeTest(writer.folder, plan, null);
    await writer.record(run);
    await writer.close();
    await writer.pointLatest();
    return { folder: writer.folder, events: index, format };
  } catch (error) {
    await writer.close().catch(() => undefined);
    await removeRun(writer.folder);
    throw error;
  }
}

/**
 * The run that `importRun` and `readRun` would give, without a folder: for a history that is judged
 * once.
 * @throws as `importRun` does.
 */
export async function readImport(request: ImportRequest): Promise<StoredRun> {
  const startedAt = new Date().toISOString();
  const history = new History();
  const { plan, run } = await readImported(request, {
    startedAt,
    id: newRunId(startedAt),
    take: (op) => history.append(withoutLongNemesis(op)),
  });
  return {
    folder: '',
    plan,
    scenario: null,
    run,
    history,
    roles: [],
    clocks: [],
    witness: [],
    events: [],
    logTails: {},
  };
}

/** What is known of a run before its history is read, and where its ops go. */
interface Destination {
  readonly startedAt: string;
  readonly id: string;
  take(op: Omit<Op, 'index'>): void;
  /** Resolves when more ops may come; `undefined` when they may come now. */
  ready?(): Promise<void> | undefined;
}

async function readImported(
  request: ImportRequest,
  destination: Destination,
): Promise<{ readonly plan: TestPlan; readonly run: RunRecord; readonly format: Format }> {
  const ops = new ImportedOps();
  const { format, notes } = await readEvents(request.file, {
    ...(request.format === undefined ? {} : { format: request.format }),
    ...(request.maxEvent_MiB === undefined ? {} : { maxEvent_MiB: request.maxEvent_MiB }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    open: () => ({ take: (event) => destination.take(ops.take(event)) }),
    onProgress: (chars) => {
      request.onProgress?.(chars, ops.events);
      return destination.ready?.();
    },
  }).catch((error: unknown) => {
    throw error instanceof MalformedHistoryError ? error.inFile(fileOf(request)) : error;
  });
  const plan = planOf(request, format, ops);
  const { startedAt_ms } = ops;
  const run: RunRecord = {
    id: destination.id,
    name: plan.name,
    startedAt: startedAt_ms === null ? destination.startedAt : new Date(startedAt_ms).toISOString(),
    faultlineVersion: request.faultlineVersion,
    simulated: false,
    ended: 'completed',
    phases: [{ name: 'main', start: 0, end: ops.duration_ns }],
    recovery: null,
    versions: {},
    notes: [...notes, ...ops.notes],
    command: request.command,
  };
  return { plan, run, format };
}

function fileOf({ file, named = file }: ImportRequest): string {
  return named;
}

/** The plan that a run of ours would have had; there was no schedule, no rate and no bound. */
function planOf(request: ImportRequest, format: Format | undefined, ops: ImportedOps): TestPlan {
  const { model, checkers } = request;
  const file = fileOf(request);
  return {
    name: nameOf(file),
    system: { name: IMPORTED, options: {} },
    workload: { name: IMPORTED, options: {} },
    schedule: { kind: 'none' },
    checkers,
    model: understoodBy(model, format),
    nodes: ops.nodes,
    clientMode: 'pinned',
    concurrency: Math.max(1, ops.concurrency),
    rate: 0,
    timeLimit_ms: Math.max(1, ops.duration_ns / NS_PER_MS),
    opTimeout_ms: 1,
    recoveryTimeout_ms: 1,
    finalTimeout_ms: 1,
    imported: { file, format: format?.name ?? '' },
    seed: 0,
  };
}

/** A model with what a format says of ops that leave it open, where nothing else is asked for. */
export function understoodBy(model: PlannedModel, format: Format | undefined): PlannedModel {
  // Only where it differs from what models take for granted: not all have the options.
  const options = {
    ...(format?.failedCas === 'saw-other' ? { failedCas: format.failedCas } : {}),
    ...(format?.realTime === false ? { realTime: false } : {}),
  };
  return { ...model, options: { ...options, ...model.options } };
}

/** The file's name as that of a folder. */
function nameOf(file: string): string {
  const name = file === STDIN ? 'stdin' : basename(file).replace(/\.gz$/, '');
  return `${IMPORTED}-${name.replaceAll(/[^\w.-]/g, '-')}`;
}
