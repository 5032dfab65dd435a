import type { BitPlace, ChangedByte, Files, FileState } from '../../harness/core/storage.js';

/** Files in memory, byte by byte, that are damaged as they are told, unless told to stay as they are. */
export class StubFiles implements Files {
  /** By node and path: `n1/data/log`. */
  readonly bytes = new Map<string, readonly number[]>();
  /** Nothing that is done to files has any effect. */
  stuck = false;

  look(node: string, path: string): Promise<FileState | null> {
    const bytes = this.bytes.get(node + path);
    if (bytes === undefined) return Promise.resolve(null);
    return Promise.resolve({ size_bytes: bytes.length, sha256: bytes.join('.').padEnd(64, '0') });
  }

  truncate(node: string, path: string, size_bytes: number): Promise<void> {
    const bytes = this.bytes.get(node + path) ?? [];
    if (!this.stuck) this.bytes.set(node + path, bytes.slice(0, size_bytes));
    return Promise.resolve();
  }

  flip(node: string, path: string, places: readonly BitPlace[]): Promise<readonly ChangedByte[]> {
    const bytes = [...(this.bytes.get(node + path) ?? [])];
    const changed = places.map(({ offset, bit }) => {
      const before = bytes[offset] ?? 0;
      const after = before ^ (1 << bit);
      bytes[offset] = after;
      return { offset, before, after };
    });
    if (!this.stuck) this.bytes.set(node + path, bytes);
    return Promise.resolve(changed);
  }
}
