import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The image of a version of a store, by its Dockerfile: that of the default version is shared with others, and every other one
 * has a folder of its own.
 * @param name - of that folder: `redis-8.0`.
 */
export function imageOf(
  store: string,
  version: string,
  defaultVersion: string,
  name = `${store}-${version}`,
): { readonly folder: string } {
  const folder =
    version === defaultVersion ? `docker/images/${store}` : `systems/${store}/versions/${name}`;
  return { folder: folderOf(folder) };
}

/** A folder of this package; compiled files lie one folder deeper than sources. */
function folderOf(path: string): string {
  const folders = ['..', '../..'].map((root) =>
    fileURLToPath(new URL(`${root}/${path}`, import.meta.url)),
  );
  return folders.find((folder) => existsSync(folder)) ?? '';
}
