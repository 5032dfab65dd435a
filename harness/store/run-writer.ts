import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

import type { Json } from '../core/json.js';
import { jsonText } from '../core/json-text.js';
import type { TestPlan } from '../core/plan.js';
import type {
  Analysis,
  ClockSample,
  RoleSample,
  RunRecord,
  ScenarioRecord,
} from '../core/results.js';
import { diskError } from './disk-error.js';
import { HistoryWriter } from './history-writer.js';
import type { StoreEvent } from '../core/store-event.js';
import type { WitnessSample } from '../core/witness.js';
import { FILES } from './layout.js';
import { LineWriter } from './line-writer.js';

/** Writes one run's folder. Made before anything else of a run, so that nothing of it is lost. */
export class RunWriter {
  readonly folder: string;
  readonly id: string;
  readonly history: HistoryWriter;
  readonly #roles: LineWriter;
  readonly #clocks: LineWriter;
  readonly #witness: LineWriter;
  readonly #events: LineWriter;

  private constructor(
    folder: string,
    id: string,
    history: HistoryWriter,
    samples: {
      readonly roles: LineWriter;
      readonly clocks: LineWriter;
      readonly witness: LineWriter;
      readonly events: LineWriter;
    },
  ) {
    this.folder = folder;
    this.id = id;
    this.history = history;
    this.#roles = samples.roles;
    this.#clocks = samples.clocks;
    this.#witness = samples.witness;
    this.#events = samples.events;
  }

  /**
   * Makes `<results>/<name>/<time>-<random>/` with the test in it.
   * @throws EnvironmentError when the folder can't be written.
   */
  static async create(
    results: string,
    plan: TestPlan,
    scenario: ScenarioRecord | null,
    startedAt: string,
  ): Promise<RunWriter> {
    const id = newRunId(startedAt);
    const folder = join(results, plan.name, id);
    try {
      await mkdir(join(folder, FILES.nodes), { recursive: true });
      await writeTest(folder, plan, scenario);
    } catch (error) {
      throw diskError(folder, error);
    }
    const history = await HistoryWriter.create(join(folder, FILES.history));
    const roles = await LineWriter.create(join(folder, FILES.roles));
    const clocks = await LineWriter.create(join(folder, FILES.clocks));
    const witness = await LineWriter.create(join(folder, FILES.witness));
    const events = await LineWriter.create(join(folder, FILES.events));
    return new RunWriter(folder, id, history, { roles, clocks, witness, events });
  }

  /** Points the `latest` links at the run. @throws EnvironmentError when the disk refuses. */
  async pointLatest(): Promise<void> {
    const ofName = dirname(this.folder);
    try {
      await pointAt(join(dirname(ofName), 'latest'), this.folder);
      await pointAt(join(ofName, 'latest'), this.folder);
    } catch (error) {
      throw diskError(this.folder, error);
    }
  }

  role(sample: RoleSample): void {
    this.#roles.append(sample);
  }

  clock(sample: ClockSample): void {
    this.#clocks.append(sample);
  }

  witness(sample: WitnessSample): void {
    this.#witness.append(sample);
  }

  event(event: StoreEvent): void {
    this.#events.append(event);
  }

  async nodeLog(node: string, name: string, text: string): Promise<void> {
    const path = join(this.folder, FILES.nodes, basename(node), basename(name));
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    } catch (error) {
      throw diskError(path, error);
    }
  }

  record(record: RunRecord): Promise<void> {
    return writeJson(join(this.folder, FILES.run), record);
  }

  async close(): Promise<void> {
    try {
      await this.history.close();
    } finally {
      const samples = [this.#roles, this.#clocks, this.#witness, this.#events];
      await Promise.all(samples.map((lines) => lines.close()));
    }
  }
}

/** A name for a run that no other one has. */
export function newRunId(startedAt: string): string {
  const time = startedAt.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

/** Writes the test of a run. @throws EnvironmentError when the disk refuses. */
export function writeTest(
  folder: string,
  plan: TestPlan,
  scenario: ScenarioRecord | null,
): Promise<void> {
  return writeJson(join(folder, FILES.test), { plan, scenario });
}

/** Writes what was decided of a run. @throws EnvironmentError when the disk refuses. */
export function writeAnalysis(folder: string, analysis: Analysis): Promise<void> {
  return writeJson(join(folder, FILES.results), analysis);
}

/** Writes a text file of a run. @throws EnvironmentError when the disk refuses. */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw diskError(path, error);
  }
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeWhole(path, `${jsonText(value as Json, 2)}\n`);
}

/** Whole or not at all: a reader never sees half of it. @throws EnvironmentError when the disk refuses. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw diskError(path, error);
  }
}

async function pointAt(link: string, folder: string): Promise<void> {
  const draft = `${link}.${process.pid}.${randomBytes(2).toString('hex')}`;
  await symlink(relative(dirname(link), folder), draft);
  await rename(draft, link);
}
