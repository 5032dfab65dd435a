import { stat } from 'node:fs/promises';

import { unreadable } from '../histories/index.js';
import { historyIn } from '../store/history-reader.js';

/** A file with a history. */
export interface HistoryFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The file of a history: the one that is named, or that of a run's folder.
 * @throws InputError when there is none.
 */
export async function historyFile(path: string): Promise<HistoryFile> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { path, bytes: found.size };
    const inside = await historyIn(path);
    return { path: inside, bytes: (await stat(inside)).size };
  } catch (error) {
    throw unreadable(path, error);
  }
}
