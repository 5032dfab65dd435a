import { EnvironmentError, InputError, endsRun } from '../core/errors.js';
import type { ProgramSpec } from '../core/programs.js';
import type { SystemContext } from '../core/system.js';
import { DescribedClocks, mayBeThePreload } from './described-clocks.js';
import type { Attached, StartedByProgram, StoreNode } from './description.js';
import { becomeReady } from './readiness.js';

const READY_WITHIN_MS = 60_000;

/** What starts, where, and how it is seen to be ready. */
export interface StoreStartParts<Options> {
  readonly system: string;
  readonly options: Options;
  readonly nodes: readonly StoreNode[];
  /** The names of the programs, by node: filled in as they are put there. */
  readonly programs: Map<string, readonly string[]>;
  /** By node: the first program with data folders; filled in as they are put there. */
  readonly keepers: Map<string, string>;
  /** Where the run sets clocks. */
  readonly clocks: DescribedClocks | null;
  readonly context: SystemContext;
  /** Why a node is not ready now; `null` where it is. */
  readonly whyNotReady: (node: StoreNode) => Promise<string | null>;
}

/** Starts a described store on its nodes, and waits until every node is ready. */
export class StoreStart<Options> {
  readonly #parts: StoreStartParts<Options>;

  constructor(parts: StoreStartParts<Options>) {
    this.#parts = parts;
  }

  /** Puts the programs on the nodes and starts them. */
  async start(started: StartedByProgram<Options>): Promise<void> {
    await Promise.all(this.#parts.nodes.map((node) => this.#put(node, started)));
    if (started.startsInTurn === true) {
      for (const node of this.#parts.nodes) await this.#startOn(node, started);
    } else {
      await Promise.all(this.#parts.nodes.map((node) => this.#startOn(node, started)));
    }
  }

  /** Waits until nodes are ready that were started by somebody else. */
  async find({ attach, readyWithin_ms }: Attached): Promise<void> {
    for (const [index, { name }] of this.#parts.nodes.entries()) {
      this.#parts.programs.set(name, [attach.containers[index] ?? name]);
    }
    await Promise.all(this.#parts.nodes.map((node) => this.#becomeReady(node, readyWithin_ms)));
  }

  async #put(node: StoreNode, started: StartedByProgram<Options>): Promise<void> {
    const place = { node, nodes: this.#parts.nodes, options: this.#parts.options };
    const specs = [await started.start(place)].flat() as readonly ProgramSpec[];
    const { system } = this.#parts;
    const names = specs.map(({ name }) => name);
    if (this.#parts.clocks !== null) {
      const on = this.#parts.context.nodes.find(({ name }) => name === node.name);
      if (on !== undefined) await DescribedClocks.prepare(on, names);
    }
    const how = { ownClock: this.#parts.clocks !== null };
    for (const spec of specs) {
      const image = spec.image ?? started.image;
      if (image === undefined && started.ssh === undefined) {
        throw withoutImage(system, spec.name);
      }
      await node.programs.put(image === undefined ? spec : { ...spec, image }, how);
    }
    this.#parts.programs.set(node.name, names);
    const keeper = specs.find(({ dataFolders = [] }) => dataFolders.length > 0);
    if (keeper !== undefined) this.#parts.keepers.set(node.name, keeper.name);
    else if (this.#parts.context.capabilitiesNeeded.includes('disks')) {
      throw withoutData(system, node.name);
    }
  }

  async #startOn(node: StoreNode, started: StartedByProgram<Options>): Promise<void> {
    const names = this.#parts.programs.get(node.name) ?? [];
    try {
      for (const name of names) await node.programs.start(name);
      await this.#becomeReady(node, started.readyWithin_ms);
    } catch (thrown) {
      const ended = thrown instanceof EnvironmentError && !endsRun(thrown);
      throw this.#parts.clocks !== null && ended ? mayBeThePreload(thrown) : thrown;
    }
  }

  async #becomeReady(node: StoreNode, within_ms = READY_WITHIN_MS): Promise<void> {
    const { clock, signal } = this.#parts.context;
    await becomeReady({
      system: this.#parts.system,
      node: node.name,
      programs: node.programs,
      names: this.#parts.programs.get(node.name) ?? [],
      look: () => this.#parts.whyNotReady(node),
      within_ms,
      clock,
      signal,
    });
  }
}

/** Its files would not lie on the disk, and a fault of the disk would prove nothing about it. */
function withoutData(system: string, node: string): InputError {
  return new InputError({
    code: 'E_NO_DATA_FOLDERS',
    expected: `a program of ${system} on ${node} that keeps its data in "dataFolders", since a fault of this run acts on disks`,
    actual: 'none has any',
    advice: 'name the folders in which the program keeps its data, or leave this fault out',
  });
}

function withoutImage(system: string, program: string): InputError {
  return new InputError({
    code: 'E_SYSTEM_IMAGE',
    expected: `an image for the program ${program} of ${system}`,
    actual: 'neither the program nor the system names one',
    advice: "give the system image: { name: 'postgres:17' }, or a { folder } with a Dockerfile",
  });
}
