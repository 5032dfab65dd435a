/**
 * The memory of typed arrays. Shared buffers do not count as pressure on the heap: with others the engine
 * would go through the whole history again and again to collect what is still in use. Browsers give them
 * to some pages only.
 */
const Buffer = typeof SharedArrayBuffer === 'undefined' ? ArrayBuffer : SharedArrayBuffer;

/** Arrays of fewer bytes are no pressure to speak of, and are quicker to have without a buffer of their own. */
const LARGE = 1 << 16;

export function int32Array(length: number): Int32Array {
  return 4 * length < LARGE ? new Int32Array(length) : new Int32Array(new Buffer(4 * length));
}

/** A copy; `slice()` would take other memory. */
export function copyOf(array: Int32Array): Int32Array {
  const copy = int32Array(array.length);
  copy.set(array);
  return copy;
}

export function float64Array(length: number): Float64Array {
  return 8 * length < LARGE ? new Float64Array(length) : new Float64Array(new Buffer(8 * length));
}

export function uint8Array(length: number): Uint8Array {
  return length < LARGE ? new Uint8Array(length) : new Uint8Array(new Buffer(length));
}
