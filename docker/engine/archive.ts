import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import type { ContainerFile, FileEntry } from './engine.js';

/** A tar archive of files, for the root folder of a container. */
export function packed(files: readonly ContainerFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, content, mode } of files) {
    const name = path.replace(/^\/+/, '');
    const mtime = new Date();
    if (content === null) archive.entry({ name, mode, mtime, type: 'directory' });
    else archive.entry({ name, mode, mtime }, content);
  }
  archive.finalize();
  return buffer(archive);
}

/** The first file of a tar archive; `null` where it holds none. */
export async function fileIn(archive: NodeJS.ReadableStream): Promise<Buffer | null> {
  let found: Buffer | null = null;
  // To its end, or its connection stays open.
  for await (const entry of archive.pipe(extract())) {
    const content = await buffer(entry);
    if (entry.header.type === 'file') found ??= content;
  }
  return found;
}

/** The files of a tar archive of a folder, by their absolute paths. */
export async function filesIn(
  archive: NodeJS.ReadableStream,
  folder: string,
): Promise<readonly FileEntry[]> {
  const found: FileEntry[] = [];
  for await (const entry of archive.pipe(extract())) {
    const { name, type, size, mtime } = entry.header;
    entry.resume();
    if (type !== 'file') continue;
    const path = posix.join(posix.dirname(folder), name);
    found.push({ path, size_bytes: size, modified_ms: mtime?.getTime() ?? 0 });
  }
  return found;
}

/**
 * A tar archive, for the root folder of a container, of the one file of another archive, which has this
 * path, with other content. @throws Error where the archive holds no file.
 */
export async function replacedIn(
  archive: NodeJS.ReadableStream,
  path: string,
  content: Buffer,
): Promise<Buffer> {
  const replaced = pack();
  let isThere = false;
  for await (const entry of archive.pipe(extract())) {
    const { type, mode, uid, gid } = entry.header;
    entry.resume();
    if (type !== 'file' || isThere) continue;
    isThere = true;
    const owned = {
      ...(mode === undefined ? {} : { mode }),
      ...(uid === undefined ? {} : { uid }),
    };
    const header = { ...owned, ...(gid === undefined ? {} : { gid }), mtime: new Date() };
    replaced.entry({ name: path.replace(/^\/+/, ''), ...header }, content);
  }
  if (!isThere) throw new Error(`${path} is no file`);
  replaced.finalize();
  return buffer(replaced);
}
