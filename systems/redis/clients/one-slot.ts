/**
 * A hash tag: a cluster keeps all keys that hold it in one slot, and so on one primary. This one's is
 * slot 0, which the first node of a new cluster serves.
 */
export const ONE_SLOT = '{la2}';
