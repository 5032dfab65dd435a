/// <reference types="node" />
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Work } from './protocol.js';

/** A mutant may ask for memory without end. */
const HEAP_MB = 1024;

/** Random histories that the long comparison with the definition makes here. */
const FUZZ_HISTORIES = '900';

/** What the child says, or, if it broke down, what it left on its error stream. */
export type Answer<T> = { readonly value: T } | { readonly broke: string };

/** Runs tests of a copy in a process of their own. */
export async function ask<T>(copy: string, work: Work): Promise<Answer<T>> {
  rmSync(work.result, { force: true });
  const runner = join(copy, 'mutation', 'run-tests.js');
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, runner, JSON.stringify(work)],
    { env: { ...process.env, FUZZ_HISTORIES }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(0, 2000);
  });
  await new Promise((resolve, reject) => {
    child.once('close', resolve).once('error', reject);
  });
  return existsSync(work.result)
    ? { value: JSON.parse(readFileSync(work.result, 'utf8')) as T }
    : { broke: errors };
}
