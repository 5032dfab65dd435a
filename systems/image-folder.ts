import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of an image's Dockerfile in this package; compiled files lie one folder deeper than sources. */
export function imageFolder(name: string): string {
  const folders = ['../docker/images', '../../docker/images'].map((path) =>
    fileURLToPath(new URL(`${path}/${name}`, import.meta.url)),
  );
  return folders.find((path) => existsSync(path)) ?? '';
}
