import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import type { ContainerFile } from './engine.js';

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
