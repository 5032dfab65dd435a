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
