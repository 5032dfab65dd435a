import { stat } from 'node:fs/promises';

import { STDIN, unreadable } from '../histories/index.js';
import { historyIn } from '../store/history-reader.js';

/**
 * The path of a history: the file that is named, the one in a run's folder, or {@link STDIN}.
 * @throws InputError when there is none.
 */
export async function historyFile(path: string): Promise<string> {
  if (path === STDIN) return path;
  try {
    return (await stat(path)).isDirectory() ? await historyIn(path) : path;
  } catch (error) {
    throw unreadable(path, error);
  }
}
