import type { JsonObject } from '../../../harness/index.js';
import type { ServerOptions } from '../server-options.js';
import { DEFAULT_VERSION, isBefore7, VERSIONS } from '../versions.js';

/** The append-only file, or the snapshot. */
export type DataFileKind = 'aof' | 'rdb';

/**
 * The kinds of file that a server with these options keeps its data in and loads at its start: the
 * snapshot is not loaded where there is an append-only file.
 */
export function dataFileKinds({
  appendonly,
  save,
  version,
}: Pick<ServerOptions, 'appendonly' | 'save' | 'version'>): readonly DataFileKind[] {
  // One file and no manifest, which nobody has looked into yet.
  if (appendonly && isBefore7(version)) return [];
  if (appendonly) return ['aof'];
  return save === '' ? [] : ['rdb'];
}

/** Why faults on data files cannot be had with a system's options; nothing where they can. */
export function dataFileRefusals(options: JsonObject): { readonly dataFiles?: string } {
  const { appendonly, save, version } = options;
  const known = VERSIONS.find((one) => one === version) ?? DEFAULT_VERSION;
  if (appendonly === true && isBefore7(known)) {
    return { dataFiles: `the append-only file of Redis ${known} is not the one of 7.0 and later` };
  }
  const kinds = dataFileKinds({
    appendonly: appendonly === true,
    save: typeof save === 'string' ? save : '',
    version: known,
  });
  if (kinds.length > 0) return {};
  return { dataFiles: 'with neither "appendonly" nor "save" the store keeps nothing on disk' };
}
