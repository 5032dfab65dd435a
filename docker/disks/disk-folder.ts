import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the files of nodes' disks lie, below the folder that tells who has what. */
const FOLDER = 'disks';
const IMAGE = '.img';

/** A file that is, or was, the disk of a node of a harness process; or a folder for such. */
export interface DiskImage {
  readonly path: string;
  readonly owner: string;
}

/** The folder of a harness process' disks: whoever removes what is left finds its owner by it. */
export function diskFolder(stateFolder: string, owner: string): string {
  return join(stateFolder, FOLDER, owner);
}

/** The file that is the disk of this name, in the folder of its owner. */
export function imageIn(folder: string, name: string): string {
  return join(folder, `${name}${IMAGE}`);
}

/** Where a disk is mounted on this machine, for a moment: beside its file. */
export function mountFolderOf(image: string): string {
  return `${image}.mounted`;
}

/** All files of disks on this machine. */
export async function diskImages(stateFolder: string): Promise<readonly DiskImage[]> {
  const owners = await readdir(join(stateFolder, FOLDER)).catch(() => []);
  const images = owners.map(async (owner) => {
    const folder = diskFolder(stateFolder, owner);
    const names = await readdir(folder).catch(() => []);
    const images = names.filter((name) => name.endsWith(IMAGE));
    return images.map((name): DiskImage => ({ path: join(folder, name), owner }));
  });
  return (await Promise.all(images)).flat();
}

/** Folders in which no disk was made, or none is left. */
export async function emptyDiskFolders(stateFolder: string): Promise<readonly DiskImage[]> {
  const owners = await readdir(join(stateFolder, FOLDER)).catch(() => []);
  const folders = owners.map(async (owner) => {
    const path = diskFolder(stateFolder, owner);
    const names = await readdir(path).catch(() => null);
    return names?.length === 0 ? [{ path, owner }] : [];
  });
  return (await Promise.all(folders)).flat();
}

/** Removes an empty folder, and the one above where it was the last there. */
export async function removeDiskFolder(path: string): Promise<void> {
  await rmdir(path).catch(() => undefined);
  await rmdir(dirname(path)).catch(() => undefined);
}

/** Removes a file, and the folders in which it was the last. */
export async function removeImage(path: string): Promise<void> {
  await rm(path, { force: true });
  await removeDiskFolder(dirname(path));
}
