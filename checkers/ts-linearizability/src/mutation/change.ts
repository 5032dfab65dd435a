import type { AnyNode } from 'acorn';

/** One small change of a program's text. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A node where it stands: its surroundings end with its parent. */
export interface Place {
  readonly text: string;
  readonly node: AnyNode;
  readonly parent: AnyNode;
  readonly around: readonly AnyNode[];
}

/** Gives the changes of a node that this operator knows. */
export type Operator = (place: Place) => readonly Change[];

/** The node's text becomes another. */
export function become(
  node: { readonly start: number; readonly end: number },
  ...replacements: readonly string[]
): Change[] {
  return replacements.map((replacement) => ({ start: node.start, end: node.end, replacement }));
}

/** The token between two nodes becomes another. */
export function swapToken(
  text: string,
  from: { readonly end: number },
  token: string,
  ...replacements: readonly string[]
): Change[] {
  const start = text.indexOf(token, from.end);
  return become({ start, end: start + token.length }, ...replacements);
}
