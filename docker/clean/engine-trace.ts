import { existsSync } from 'node:fs';
import { DEFAULT_ADDRESS } from '../engine/engine.js';

/** What an engine leaves on its machine, also while it does not run. */
const TRACES = ['/var/run/docker.sock', '/var/lib/docker'];

/**
 * Whether an engine may have been here, and so may hold what is ours: a machine from which only hosts
 * by ssh are used needs none.
 */
export function engineMayHaveBeenHere(
  address: string,
  exists: (path: string) => boolean = existsSync,
): boolean {
  return address !== DEFAULT_ADDRESS || TRACES.some(exists);
}
