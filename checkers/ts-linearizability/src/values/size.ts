/**
 * An estimate of the memory of a state, in bytes, without what it refers to: that is often shared
 * with other states, and its text is counted where states are told apart.
 */
export function shallowBytes(state: unknown): number {
  if (typeof state === 'string') {
    return 24 + state.length;
  }
  if (typeof state !== 'object' || state === null) {
    return 16;
  }
  if (Array.isArray(state)) {
    return 48 + 8 * state.length;
  }
  if (state instanceof Map || state instanceof Set) {
    return 200 + 48 * state.size;
  }
  return 96;
}
