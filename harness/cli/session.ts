import { createAttachedPool, createNodePool } from '../../docker/index.js';
import { createHostPool } from '../../hosts/index.js';
import type { LoadedCatalogue } from '../catalogue/index.js';
import type { AttachedContainers } from '../core/attached-containers.js';
import type { NodePool } from '../core/node.js';
import { allSettled } from '../core/settled.js';
import type { SshHosts } from '../core/ssh-hosts.js';
import type { SystemDefinition } from '../core/system.js';
import { interruptible } from './interruption.js';
import { GIB } from './prune.js';
import { Screen } from './screen.js';

export interface SessionOptions {
  readonly results: string;
  /** Bound on all stored runs, in GiB; 0 for none. */
  readonly resultsLimit: number;
  /** The network for nodes; a free one of 198.18.0.0/15 when absent. */
  readonly subnet?: string | undefined;
}

/** What a run needs of the command that it belongs to. */
export type RunPlace = Pick<
  Session,
  'screen' | 'catalogue' | 'results' | 'resultsLimit_bytes' | 'signal' | 'pool'
>;

/**
 * What the runs of one command share: the screen, the interruption, the results folder, and the
 * nodes, which are made when the first run asks for them and kept until the end.
 */
export class Session {
  readonly screen = new Screen();
  readonly catalogue: LoadedCatalogue;
  readonly results: string;
  /** Bound on all stored runs; infinite where there is none. */
  readonly resultsLimit_bytes: number;
  readonly signal: AbortSignal;
  readonly #release: () => void;
  readonly #subnet: string | undefined;
  /** By the lane that they are for: runs that go on beside each other do not share nodes. */
  readonly #containers = new Map<number, Promise<NodePool>>();
  /** By what was there before: hosts, or containers of somebody else. */
  readonly #givenBack = new Map<SshHosts | AttachedContainers, Promise<NodePool>>();

  private constructor(options: SessionOptions, catalogue: LoadedCatalogue) {
    this.catalogue = catalogue;
    this.results = options.results;
    this.resultsLimit_bytes = options.resultsLimit === 0 ? Infinity : options.resultsLimit * GIB;
    this.#subnet = options.subnet;
    const { signal, release } = interruptible(this.screen, 'go-on');
    this.signal = signal;
    this.#release = release;
  }

  /**
   * Does the work with a session and ends all that it began, whatever happens.
   * @throws the signal's reason when the work was interrupted, also where that was after its end.
   */
  static async use<T>(
    options: SessionOptions,
    catalogue: LoadedCatalogue,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const session = new Session(options, catalogue);
    let result: T;
    try {
      result = await work(session);
    } finally {
      await session.#end();
    }
    session.signal.throwIfAborted();
    return result;
  }

  /**
   * The pool of a system's nodes; `null` where it has none.
   * @throws EnvironmentError when there is no engine.
   */
  pool(system: SystemDefinition): Promise<NodePool | null> {
    return this.#poolOf(system, 0);
  }

  /**
   * The place of a run that goes on beside others, one at a time in each lane. It has containers of its own, in
   * a network of their own.
   */
  beside(lane: number, name: string): RunPlace {
    const { catalogue, results, resultsLimit_bytes, signal } = this;
    const pool = (system: SystemDefinition) => this.#poolOf(system, lane);
    return {
      screen: this.screen.beside(name),
      catalogue,
      results,
      resultsLimit_bytes,
      signal,
      pool,
    };
  }

  async #poolOf({ runsOn, ssh, attach }: SystemDefinition, lane: number): Promise<NodePool | null> {
    if (runsOn === 'in-process') return null;
    const given = ssh ?? attach;
    if (given === undefined) {
      const made = this.#containers.get(lane);
      if (made !== undefined) return made;
      const pool = createNodePool({
        ...(this.#subnet === undefined ? {} : { subnet: this.#subnet }),
        progress: this.#progress,
      });
      this.#containers.set(lane, pool);
      return pool;
    }
    const pool =
      this.#givenBack.get(given) ??
      ('hosts' in given
        ? createHostPool(given)
        : createAttachedPool(given, { progress: this.#progress }));
    this.#givenBack.set(given, pool);
    return pool;
  }

  readonly #progress = (line: string): void => this.screen.log(`  ${line}`);

  async #end(): Promise<void> {
    this.screen.status('');
    try {
      await allSettled([this.#giveBack(), this.#removeContainers()]);
    } finally {
      this.#release();
    }
  }

  async #removeContainers(): Promise<void> {
    const made = await madeOf(this.#containers.values());
    if (made.length === 0) return;
    this.screen.log('- removing the nodes');
    await this.#timed(allSettled(made.map((pool) => pool.dispose())));
  }

  async #giveBack(): Promise<void> {
    const made = await madeOf(this.#givenBack.values());
    if (made.length === 0) return;
    this.screen.log('- undoing what was begun on the nodes');
    await this.#timed(allSettled(made.map((pool) => pool.dispose())));
  }

  async #timed(work: Promise<unknown>): Promise<void> {
    const started_ms = performance.now();
    await work;
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    const now_ms = performance.now();
    this.screen.log(`  that took ${seconds(now_ms - started_ms)}; all together ${seconds(now_ms)}`);
  }
}

/** Those of the pools that could be made. */
async function madeOf(pools: Iterable<Promise<NodePool>>): Promise<NodePool[]> {
  const settled = await Promise.allSettled(pools);
  return settled.flatMap((pool) => (pool.status === 'fulfilled' ? [pool.value] : []));
}
