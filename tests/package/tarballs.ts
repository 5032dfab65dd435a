import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A packed package: its tarball, and the paths of the files in it. */
export interface Tarball {
  readonly path: string;
  readonly files: readonly string[];
}

/** Packs the package in a folder of the repository, as it is built now. */
export function pack(folder: string, destination: string): Tarball {
  const printed = npm(join(ROOT, folder), 'pack', '--json', '--pack-destination', destination);
  const [packed] = Object.values(JSON.parse(printed) as Record<string, Packed>);
  if (packed === undefined) throw new Error(`npm packed nothing in ${folder}`);
  const path = join(destination, packed.filename);
  return { path, files: packed.files.map((file) => file.path) };
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A project outside of the repository, with nothing in it but what is installed here. */
export function projectWith(...tarballs: readonly Tarball[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-project-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const paths = tarballs.map(({ path }) => path);
  npm(
    folder,
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    ...paths,
  );
  return folder;
}

function npm(folder: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
