import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the Dockerfiles of a store's first version lie, seen from the root of this package. */
export function imageFolder(name: string): string {
  return folderOf(`docker/images/${name}`);
}

/** Where the Dockerfile of another version of a store lies: `versionFolder('redis', 'redis-8.0')`. */
export function versionFolder(store: string, version: string): string {
  return folderOf(`systems/${store}/versions/${version}`);
}

/** A folder of this package; compiled files lie one folder deeper than sources. */
function folderOf(path: string): string {
  const folders = ['..', '../..'].map((root) =>
    fileURLToPath(new URL(`${root}/${path}`, import.meta.url)),
  );
  return folders.find((folder) => existsSync(folder)) ?? '';
}
