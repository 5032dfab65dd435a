import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the files of nodes' disks lie, below the folder that tells who has what. */
const FOLDER = 'disks';

/** A file that is, or was, the disk of a node of a harness process. */
export interface DiskImage {
  readonly path: string;
  readonly owner: string;
}

/** The folder of a harness process' disks: whoever removes what is left finds its owner by it. */
export function diskFolder(stateFolder: string, owner: string): string {
  return join(stateFolder, FOLDER, owner);
}

/** All files of disks on this machine. */
export async function diskImages(stateFolder: string): Promise<readonly DiskImage[]> {
  const owners = await readdir(join(stateFolder, FOLDER)).catch(() => []);
  const images = owners.map(async (owner) => {
    const folder = diskFolder(stateFolder, owner);
    const names = await readdir(folder).catch(() => []);
    return names.map((name): DiskImage => ({ path: join(folder, name), owner }));
  });
  return (await Promise.all(images)).flat();
}

/** Removes a file, and the folders in which it was the last. */
export async function removeImage(path: string): Promise<void> {
  await rm(path, { force: true });
  await rmdir(dirname(path)).catch(() => undefined);
  await rmdir(dirname(dirname(path))).catch(() => undefined);
}
