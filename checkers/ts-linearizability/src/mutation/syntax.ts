import { parse, type AnyNode, type Node, type Program } from 'acorn';

/** The syntax tree of a module as the compiler writes it. */
export function parseModule(text: string): Program {
  return parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
}

/** Calls `visit` with every node and the nodes around it, from the outermost to the innermost. */
export function walk(
  root: AnyNode,
  visit: (node: AnyNode, around: readonly AnyNode[]) => void,
): void {
  const around: AnyNode[] = [];
  const go = (node: AnyNode): void => {
    visit(node, around);
    around.push(node);
    for (const value of Object.values(node) as readonly unknown[]) {
      for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
        if (isNode(item)) {
          go(item);
        }
      }
    }
    around.pop();
  };
  go(root);
}

function isNode(value: unknown): value is AnyNode {
  return typeof (value as Node | null | undefined)?.type === 'string';
}
