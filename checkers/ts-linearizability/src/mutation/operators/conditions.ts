import type { AnyNode } from 'acorn';
import { become, swapToken, type Change, type Place } from '../change.js';

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '==': ['!='],
  '!=': ['=='],
  in: [],
  instanceof: [],
};

/** Comparisons and their boundaries: `<` becomes `<=` and `>=`, `===` becomes `!==`. */
export function comparison({ text, node }: Place): readonly Change[] {
  return node.type === 'BinaryExpression'
    ? swapToken(text, node.left, node.operator, ...(COMPARISONS[node.operator] ?? []))
    : [];
}

/** `&&` and `||` become each other, `??` becomes `&&`. */
export function logical({ text, node }: Place): readonly Change[] {
  if (node.type !== 'LogicalExpression') {
    return [];
  }
  const { left, operator } = node;
  if (operator !== '??') {
    return swapToken(text, left, operator, operator === '&&' ? '||' : '&&');
  }
  // `??` stands beside `&&` only in brackets.
  const at = text.indexOf(operator, left.end);
  const [before, after] = [text.slice(node.start, at), text.slice(at + 2, node.end)];
  return become(node, `((${before.trim()}) && (${after.trim()}))`);
}

/** What is true or false is always true, and always false; a loop is never entered. */
export function condition({ node, parent }: Place): readonly Change[] {
  if (isTestOf(node, parent, ['ForStatement', 'WhileStatement', 'DoWhileStatement'])) {
    return become(node, 'false');
  }
  const decides =
    (node.type === 'BinaryExpression' && node.operator in COMPARISONS) ||
    (node.type === 'LogicalExpression' && node.operator !== '??') ||
    isTestOf(node, parent, ['IfStatement', 'ConditionalExpression']);
  return decides ? become(node, 'true', 'false') : [];
}

/** `!a` becomes `a`. */
export function negation({ text, node }: Place): readonly Change[] {
  return node.type === 'UnaryExpression' && node.operator === '!'
    ? become(node, text.slice(node.start + 1, node.end))
    : [];
}

/** `a?.b` becomes `a.b`. */
export function optionalChaining({ text, node }: Place): readonly Change[] {
  if (node.type === 'MemberExpression' && node.optional) {
    return swapToken(text, node.object, '?.', node.computed ? '' : '.');
  }
  return node.type === 'CallExpression' && node.optional
    ? swapToken(text, node.callee, '?.', '')
    : [];
}

/** The statements of one case of a switch are left out. */
export function switchCase({ node }: Place): readonly Change[] {
  const first = node.type === 'SwitchCase' ? node.consequent[0] : undefined;
  return first === undefined ? [] : become({ start: first.start, end: node.end }, '');
}

function isTestOf(node: AnyNode, parent: AnyNode, types: readonly string[]): boolean {
  return types.includes(parent.type) && 'test' in parent && parent.test === node;
}
