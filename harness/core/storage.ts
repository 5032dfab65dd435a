/** What came of writes that were synced one by one. */
export interface SyncedWrites {
  readonly done: number;
  /** The kernel's name of the error that ended them (`ENOSPC`, `EROFS`); `null` where all were done. */
  readonly error: string | null;
  readonly elapsed_ms: number;
}

/**
 * Disks of the nodes' own, with a filesystem each that holds `DATA_FOLDER`; nodes have them where a
 * run needs this capability.
 */
export interface Disks {
  /** Takes all the space that is left on a node's disk. */
  fill(node: string): Promise<void>;
  /** Gives it back. Idempotent. */
  free(node: string): Promise<void>;
  /** Lets no more than so many writes a second, 2 or more, of each program get to a node's disk; `null`: no limit. */
  limitWrites(node: string, perSecond: number | null): Promise<void>;
  /** The limit of writes a second of each program to a node's disk, as the kernel tells; `null`: none, or not the same. */
  writeLimit(node: string): Promise<number | null>;
  /** Writes so many small blocks to a new file on a node's disk, and syncs each. */
  write(node: string, count: number): Promise<SyncedWrites>;
  /** Lets a node's filesystem meet an error, upon which it can only be read any more. */
  breakDown(node: string): Promise<void>;
  /**
   * Unmounts a node's filesystem, repairs it, and mounts it again; what the repair said.
   * @throws where a process still uses it.
   */
  repair(node: string): Promise<string>;
  /** Has all on a node's disk that was written so far, and makes it ready for {@link mark}. */
  sync(node: string): Promise<void>;
  /**
   * Writes a text of up to 60 letters to a file of a node, and syncs it or not: one file for each,
   * in place, so that nothing else is synced with it.
   */
  mark(node: string, text: string, synced: boolean): Promise<void>;
  /** Whether a text that was written so can be read. */
  marked(node: string, text: string, synced: boolean): Promise<boolean>;
}

/** A file of a node as it is now. */
export interface FileState {
  readonly size_bytes: number;
  readonly sha256: string;
}

/** One bit of a file; 0 is the least of a byte. */
export interface BitPlace {
  readonly offset: number;
  readonly bit: number;
}

/** A byte of a file that was changed. */
export interface ChangedByte {
  readonly offset: number;
  readonly before: number;
  readonly after: number;
}

/** Files of the nodes, by their paths in the node, whoever they belong to. */
export interface Files {
  /** `null` where there is none. */
  look(node: string, path: string): Promise<FileState | null>;
  truncate(node: string, path: string, size_bytes: number): Promise<void>;
  /** Turns single bits over, and syncs the file. */
  flip(node: string, path: string, places: readonly BitPlace[]): Promise<readonly ChangedByte[]>;
}

/** What became of files that a process of the store found when it was started. */
export type Loaded =
  | { readonly state: 'loading' | 'loaded' }
  /** It ended instead; in its own words, why. */
  | { readonly state: 'refused'; readonly reason: string };

/** The files in which the store keeps its data, and what an administrator does about them. */
export interface DataFiles {
  /** The kinds that this run keeps and loads: `aof`, `rdb`. */
  readonly kinds: readonly string[];
  /** The process of a node that writes and loads them; `null` on a node that keeps no data. */
  process(node: string): string | null;
  /** The file of a kind on a node that was written to last; `null` where there is none yet. */
  find(node: string, kind: string): Promise<string | null>;
  /** Looks whether the process, which was started before, has loaded what it found. */
  loaded(node: string): Promise<Loaded>;
  /** Repairs what the process refuses, while it is gone; `null` where that cannot be. In words. */
  repair(node: string): Promise<string | null>;
  /**
   * Puts what the process refuses out of its sight, while it is gone: it starts empty. In words; `null` where
   * nothing says that the files are why the process is gone.
   */
  discard(node: string): Promise<string | null>;
}
