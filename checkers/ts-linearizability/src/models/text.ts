/**
 * A text that grows by appends, as a node of a tree: it shares all but its last piece with the
 * text before it, and its hash goes on from there. So no text is copied or hashed as a whole.
 */
export interface Text {
  readonly before: Text | undefined;
  readonly piece: string;
  readonly length: number;
  readonly hash: number;
}

const FACTOR = 0x01000193;

/** The text that has one more piece than `before`. */
export function append(before: Text | undefined, piece: string): Text {
  if (before !== undefined && piece === '') {
    return before;
  }
  let hash = before?.hash ?? 0x811c9dc5;
  for (let at = 0; at < piece.length; at++) {
    hash = Math.imul(hash, FACTOR) ^ piece.charCodeAt(at);
  }
  return { before, piece, length: (before?.length ?? 0) + piece.length, hash };
}

/** Whether a string begins with a text. */
export function beginsWith(whole: string, text: Text): boolean {
  let end = text.length;
  for (let node: Text | undefined = text; node !== undefined; node = node.before) {
    end -= node.piece.length;
    if (!whole.startsWith(node.piece, end)) {
      return false;
    }
  }
  return true;
}

/** Whether a text is a string. */
export function isString(text: Text, whole: string): boolean {
  return whole.length === text.length && beginsWith(whole, text);
}

/** Whether two texts are the same, in whatever pieces they were made. */
export function isSameText(a: Text, b: Text): boolean {
  if (a.length !== b.length || a.hash !== b.hash) {
    return false;
  }
  let left: Text | undefined = a;
  let right: Text | undefined = b;
  while (left !== right && left?.piece === right?.piece) {
    left = left?.before;
    right = right?.before;
  }
  return left === right || stringOf(left) === stringOf(right);
}

export function stringOf(text: Text | undefined): string {
  const pieces: string[] = [];
  for (let node = text; node !== undefined; node = node.before) {
    pieces.push(node.piece);
  }
  return pieces.toReversed().join('');
}
