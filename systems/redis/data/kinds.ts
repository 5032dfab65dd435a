import type { JsonObject } from '../../../harness/index.js';
import type { ServerOptions } from '../options.js';

/** The append-only file, or the snapshot. */
export type DataFileKind = 'aof' | 'rdb';

/**
 * The kinds of file that a server with these options keeps its data in and loads at its start: the
 * snapshot is not loaded where there is an append-only file.
 */
export function dataFileKinds({
  appendonly,
  save,
}: Pick<ServerOptions, 'appendonly' | 'save'>): readonly DataFileKind[] {
  if (appendonly) return ['aof'];
  return save === '' ? [] : ['rdb'];
}

/** Why faults on data files cannot be had with a system's options; nothing where they can. */
export function dataFileRefusals(options: JsonObject): { readonly dataFiles?: string } {
  const { appendonly, save } = options;
  const kinds = dataFileKinds({
    appendonly: appendonly === true,
    save: typeof save === 'string' ? save : '',
  });
  if (kinds.length > 0) return {};
  return { dataFiles: 'with neither "appendonly" nor "save" the store keeps nothing on disk' };
}
