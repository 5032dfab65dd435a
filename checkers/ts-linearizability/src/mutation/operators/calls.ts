import { become, type Change, type Place } from '../change.js';

const OTHERS: Readonly<Record<string, string>> = {
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  toUpperCase: 'toLowerCase',
  toLowerCase: 'toUpperCase',
  trimStart: 'trimEnd',
  trimEnd: 'trimStart',
};

const LEFT_OUT = new Set([
  'charAt',
  'filter',
  'reverse',
  'slice',
  'sort',
  'substring',
  'toReversed',
  'toSorted',
  'trim',
]);

/** `min` becomes `max`, `some` becomes `every`, and so on; `sort()`, `slice()` … are left out. */
export function method({ text, node }: Place): readonly Change[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') {
    return [];
  }
  const { property, optional } = node.callee;
  if (property.type !== 'Identifier' || node.callee.computed || optional) {
    return [];
  }
  const other = OTHERS[property.name];
  if (other !== undefined) {
    return become(property, other);
  }
  const dot = text.lastIndexOf('.', property.start);
  return LEFT_OUT.has(property.name) ? become(node, text.slice(node.start, dot)) : [];
}
