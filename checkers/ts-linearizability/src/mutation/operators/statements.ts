import { become, type Change, type Place } from '../change.js';

/** A block loses all its statements. */
export function block({ node }: Place): readonly Change[] {
  const statements = node.type === 'BlockStatement' ? node.body : [];
  return statements.length > 0 ? become(node, '{}') : [];
}

/**
 * A statement that only acts (a call, an assignment, `continue`, `break`) is left out, if it is
 * not all of its block.
 */
export function statement({ node, parent }: Place): readonly Change[] {
  const acts =
    (node.type === 'ExpressionStatement' && node.directive === undefined) ||
    node.type === 'ContinueStatement' ||
    node.type === 'BreakStatement';
  const alone =
    (parent.type === 'BlockStatement' && parent.body.length === 1) ||
    (parent.type === 'SwitchCase' && parent.consequent.length === 1);
  return acts && !alone ? become(node, ';') : [];
}

/** `() => x` gives nothing. */
export function arrowFunction({ node }: Place): readonly Change[] {
  return node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement'
    ? become(node, '() => undefined')
    : [];
}
