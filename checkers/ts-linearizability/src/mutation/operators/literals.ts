import { become, type Change, type Place } from '../change.js';

/** A word that no text of the package holds. */
const ANOTHER = 'another';

/** `true` and `false` become each other. */
export function boolean({ node }: Place): readonly Change[] {
  return node.type === 'Literal' && typeof node.value === 'boolean'
    ? become(node, String(!node.value))
    : [];
}

/**
 * A number becomes the next one; not in a constant of a module that is nothing but numbers: those
 * are budgets and first capacities, which decide no result. Nor below zero: -1 says that there is
 * none, as -2 would.
 */
export function number({ node, parent, around }: Place): readonly Change[] {
  return node.type === 'Literal' &&
    typeof node.value === 'number' &&
    parent.type !== 'UnaryExpression' &&
    !isConstant(around)
    ? become(node, String(node.value + 1))
    : [];
}

function isConstant(around: Place['around']): boolean {
  const types = around.map(({ type }) => type).filter((type) => !/^(?:Binary|Unary)E/.test(type));
  return /^Program (?:ExportNamedDeclaration )?VariableDeclaration VariableDeclarator$/.test(
    types.join(' '),
  );
}

/** A text becomes empty, an empty one is no longer empty. */
export function string({ node, parent }: Place): readonly Change[] {
  if (node.type === 'TemplateLiteral') {
    return node.end - node.start > 2 ? become(node, '``') : become(node, `\`${ANOTHER}\``);
  }
  const isText = node.type === 'Literal' && typeof node.value === 'string';
  return isText && !isName(parent, node)
    ? become(node, node.value === '' ? `'${ANOTHER}'` : `''`)
    : [];
}

/** A list with items becomes empty, an empty one gets an item. */
export function array({ node }: Place): readonly Change[] {
  return node.type === 'ArrayExpression'
    ? become(node, node.elements.length === 0 ? `['${ANOTHER}']` : '[]')
    : [];
}

/** An object with properties becomes empty. */
export function object({ node }: Place): readonly Change[] {
  return node.type === 'ObjectExpression' && node.properties.length > 0 ? become(node, '{}') : [];
}

/** Whether a text names a module or a property. */
function isName(parent: Place['parent'], node: Place['node']): boolean {
  return (
    /^(?:Import|Export)/.test(parent.type) ||
    ('directive' in parent && parent.directive !== undefined) ||
    ('key' in parent && parent.key === node)
  );
}
