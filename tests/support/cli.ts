import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stderr has shown a text; rejects when the process ends before. */
  readonly shows: (text: string) => Promise<void>;
}

/** Starts the built command line in a process of its own. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  {
    detached = false,
    cwd,
    main = MAIN,
  }: {
    /** In a process group of its own, as a terminal starts it. */
    readonly detached?: boolean;
    readonly cwd?: string;
    /** The script; the built command line when absent. */
    readonly main?: string;
  } = {},
): Started {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const seen = { stdout: '', stderr: '' };
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  child.stdout.on('data', (chunk) => {
    seen.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    seen.stderr += String(chunk);
    for (const { text, resolve } of waiting) if (seen.stderr.includes(text)) resolve();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...seen });
    });
  });
  const shows = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (seen.stderr.includes(text)) resolve();
      waiting.push({ text, resolve });
      void finished.then(({ stderr }) => {
        reject(new Error(`ended without showing "${text}":\n${stderr}`));
      });
    });
  return { child, finished, shows };
}

/** Runs the built command line to its end. */
export function faultline(...args: readonly string[]): Promise<Finished> {
  return start(args).finished;
}
