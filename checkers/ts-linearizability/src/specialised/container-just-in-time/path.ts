import { NONE } from '../containers/operations.js';

/** In a path, a removal without an answer. */
export const OPEN_TAKE = -2;

/** In a path, a put without an answer of the value 0; those of others are the numbers below. */
export const OPEN_PUT = -3;

/** What happened since something: an order of operations, the last of them first, in pieces. */
export interface Path {
  readonly before: Path | undefined;
  /** An operation, an open one, or `NONE`; then what is inside, then another operation. */
  readonly first: number;
  readonly inside?: Path | undefined;
  readonly last: number;
}

/** The operations of paths, one after the other. */
export function operationsOf(paths: readonly (Path | number | undefined)[]): number[] {
  const operations: number[] = [];
  const work = paths.toReversed();
  while (work.length > 0) {
    const item = work.pop();
    if (typeof item === 'number') {
      operations.push(item);
    } else if (item !== undefined) {
      work.push(item.last, item.inside, item.first, item.before);
    }
  }
  return operations.filter((at) => at !== NONE);
}
