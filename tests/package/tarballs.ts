import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
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

/**
 * A project outside of the repository, with nothing in it but what is installed here, and copies of
 * some folders of the repository that are projects themselves.
 */
export function projectWith(tarballs: readonly Tarball[], workspaces: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-project-'));
  for (const path of workspaces) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  const description = { private: true, type: 'module', workspaces };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description));
  const paths = tarballs.map(({ path }) => path);
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  npm(folder, 'install', ...quiet, ...paths);
  return folder;
}

/** What a program came to. */
export interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a folder, to its end. */
export function ended(cwd: string, command: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(command, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), stdout, stderr });
    });
  });
}

function npm(folder: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
