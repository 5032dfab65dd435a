import type { Disks, SyncedWrites } from '../../harness/core/storage.js';

/** What a write takes on a disk in memory. */
const WRITE_MS = 1;

/** Disks in memory that do as they are told, unless they are told to stay as they are. */
export class StubDisks implements Disks {
  /** Faults and their ends have no effect. */
  stuck = false;
  /** What keeps a filesystem from being repaired; `null` where nothing does. */
  inUse: string | null = null;
  /** What was not synced is not lost. */
  keepsAll = false;
  /** What was synced is lost as well. */
  losesAll = false;
  readonly #full = new Set<string>();
  readonly #readOnly = new Set<string>();
  readonly #limits = new Map<string, number>();
  /** By node, and whether they were synced. */
  readonly #marks = new Map<string, string>();

  fill(node: string): Promise<void> {
    if (!this.stuck) this.#full.add(node);
    return Promise.resolve();
  }

  free(node: string): Promise<void> {
    if (!this.stuck) this.#full.delete(node);
    return Promise.resolve();
  }

  limitWrites(node: string, perSecond: number | null): Promise<void> {
    if (this.stuck) return Promise.resolve();
    if (perSecond === null) this.#limits.delete(node);
    else this.#limits.set(node, perSecond);
    return Promise.resolve();
  }

  writeLimit(node: string): Promise<number | null> {
    return Promise.resolve(this.#limits.get(node) ?? null);
  }

  write(node: string, count: number): Promise<SyncedWrites> {
    const error = this.#readOnly.has(node) ? 'EROFS' : this.#full.has(node) ? 'ENOSPC' : null;
    if (error !== null) return Promise.resolve({ done: 0, error, elapsed_ms: 0 });
    const limit = this.#limits.get(node);
    const elapsed_ms = limit === undefined ? count * WRITE_MS : ((count - 1) * 1000) / limit;
    return Promise.resolve({ done: count, error, elapsed_ms });
  }

  breakDown(node: string): Promise<void> {
    if (!this.stuck) this.#readOnly.add(node);
    return Promise.resolve();
  }

  repair(node: string): Promise<string> {
    if (this.inUse !== null) return Promise.reject(new Error(this.inUse));
    if (!this.stuck) this.#readOnly.delete(node);
    return Promise.resolve('Pass 1: Checking\nimage: 11/4096 files\n');
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  mark(node: string, text: string, synced: boolean): Promise<void> {
    this.#marks.set(`${node}/${synced}`, text);
    return Promise.resolve();
  }

  marked(node: string, text: string, synced: boolean): Promise<boolean> {
    return Promise.resolve(this.#marks.get(`${node}/${synced}`) === text);
  }

  /** What the loss of power does to a node's disk. */
  lose(node: string): void {
    if (this.losesAll) this.#marks.delete(`${node}/true`);
    if (!this.keepsAll) this.#marks.delete(`${node}/false`);
  }
}
