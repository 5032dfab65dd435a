const LEAST_SHARED = 1 << 12;

/**
 * Words, all zero, for a table that grows while a search goes on; in shared memory where there
 * is some. V8 counts ordinary buffers towards its next full collection, whether or not they are
 * still in use, and a full collection goes over the whole history: 0.1 s for a million
 * operations, which nothing can interrupt.
 */
export function tableWords(count: number): Int32Array {
  return count < LEAST_SHARED || typeof SharedArrayBuffer === 'undefined'
    ? new Int32Array(count)
    : new Int32Array(new SharedArrayBuffer(4 * count));
}

/** Beyond this, tables that are not needed any more are worth a full collection. */
const WORTH_BYTES = 2 ** 26;
/** More than V8 lets ordinary buffers grow to without a collection; never touched, so no memory. */
const ALARMING_BYTES = 2 ** 29;

/**
 * Has tables collected that are not needed any more: shared memory does not bring about a
 * collection, so it would be held as long as nothing else does.
 */
export function collectTables(bytes: number): void {
  if (bytes >= WORTH_BYTES && typeof SharedArrayBuffer !== 'undefined') {
    try {
      void new ArrayBuffer(ALARMING_BYTES);
    } catch {
      // There is no room for it: then a collection has been tried.
    }
  }
}
