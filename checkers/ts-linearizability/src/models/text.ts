/**
 * A text that grows by appends, as a node of a tree: it shares all but its last piece with the
 * text before it. So no text is copied as a whole.
 */
export interface Text {
  readonly before: Text | undefined;
  readonly piece: string;
  readonly length: number;
}

/** The text that has one more piece than `before`. */
export function append(before: Text | undefined, piece: string): Text {
  return before !== undefined && piece === ''
    ? before
    : { before, piece, length: (before?.length ?? 0) + piece.length };
}

/** Whether a text is a string. */
export function isString(text: Text, whole: string): boolean {
  let end = text.length;
  let node: Text | undefined = whole.length === end ? text : undefined;
  for (; node !== undefined && whole.startsWith(node.piece, end - node.piece.length);) {
    end -= node.piece.length;
    node = node.before;
  }
  return end === 0 && whole.length === text.length;
}

export function stringOf(text: Text | undefined): string {
  const pieces: string[] = [];
  for (let node = text; node !== undefined; node = node.before) {
    pieces.push(node.piece);
  }
  return pieces.toReversed().join('');
}
