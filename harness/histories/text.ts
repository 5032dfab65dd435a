import { InputError, messageOf } from '../core/errors.js';
import { MalformedHistoryError } from './malformed.js';
import { uncompressed } from './uncompressed.js';

/**
 * The text of a file in pieces, uncompressed where it is gzip.
 * @throws InputError when it can't be read, MalformedHistoryError when it is not UTF-8.
 */
export async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  try {
    for await (const bytes of uncompressed(path)) {
      const text = decoded(() => decoder.decode(bytes, { stream: true }), bytes, lines);
      lines += feedsIn(text);
      yield text;
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(path, error);
  }
  const last = decoded(() => decoder.decode(), Buffer.of(), lines);
  if (last !== '') yield last;
}

function decoded(decode: () => string, bytes: Buffer, line: number): string {
  try {
    return decode();
  } catch {
    const before = bytes.toString('utf8').split('\uFFFD', 1)[0] ?? '';
    const column = before.length - (before.lastIndexOf('\n') + 1) + 1;
    throw new MalformedHistoryError(
      { line: line + feedsIn(before), column },
      'text in UTF-8',
      'a byte that is none',
      'write the file in UTF-8',
    );
  }
}

function feedsIn(text: string): number {
  let feeds = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) feeds += 1;
  return feeds;
}

/** The error for a history that can't be opened or read. */
export function unreadable(path: string, error: unknown): InputError {
  return new InputError({
    code: 'E_HISTORY_UNREADABLE',
    expected: `a history file, or the folder of a run, at ${path}`,
    actual: messageOf(error),
    advice: 'name a file, or a folder as printed at the end of a run',
    cause: error,
  });
}
