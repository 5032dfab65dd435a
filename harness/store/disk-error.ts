import { EnvironmentError, messageOf } from '../core/errors.js';

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'free some disk space, or point --results at another disk; the run so far is kept',
  EACCES: 'make the folder writable, or point --results at another one',
  EROFS: 'the file system is read-only: point --results at another one',
  EDQUOT: 'the disk quota is used up: free some space, or point --results at another disk',
};

/** An error of the file system, in words and with what to do. */
export function diskError(path: string, error: unknown): EnvironmentError {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new EnvironmentError({
    code: `E_DISK_${code === '' ? 'UNKNOWN' : code}`,
    expected: `to write ${path}`,
    actual: `the file system refused: ${messageOf(error)}`,
    advice: ADVICE[code] ?? 'look at the disk, or point --results at another one',
    cause: error,
  });
}
