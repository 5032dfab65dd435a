import { SERVER } from '../configuration/layout.js';

export const APPEND_ONLY_FOLDER = `${SERVER.folder}/appendonlydir`;
/** Names the files that make up the data, in the order in which they are loaded. */
export const MANIFEST = `${APPEND_ONLY_FOLDER}/appendonly.aof.manifest`;

/**
 * The names of the files that a manifest lists and that are loaded: the base, then the increments
 * (Redis 7, `file <name> seq <number> type <b|i|h>`; those of type `h` are history).
 */
export function filesIn(manifest: string): readonly string[] {
  return manifest.split('\n').flatMap((line) => {
    const [, name, type] = /^file (\S+) seq \d+ type ([bih])\b/.exec(line) ?? [];
    return name === undefined || type === 'h' ? [] : [name];
  });
}
