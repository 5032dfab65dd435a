import { become, swapToken, type Change, type Place } from '../change.js';

const BINARY: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '&': '|',
  '|': '&',
  '^': '&',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
};

const ASSIGNMENTS: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' };

/** `+` becomes `-`, `*` becomes `/`, `&` becomes `|`, `<<` becomes `>>`, and back. */
export function arithmetic({ text, node }: Place): readonly Change[] {
  const replacement = node.type === 'BinaryExpression' ? BINARY[node.operator] : undefined;
  return node.type === 'BinaryExpression' && replacement !== undefined
    ? swapToken(text, node.left, node.operator, replacement)
    : [];
}

/** `+=` becomes `-=`, and so on; `??=` becomes `&&=`. */
export function assignment({ text, node }: Place): readonly Change[] {
  if (node.type !== 'AssignmentExpression') {
    return [];
  }
  const operator = node.operator.slice(0, -1);
  const replacement = ASSIGNMENTS[operator] ?? BINARY[operator];
  return replacement === undefined
    ? []
    : swapToken(text, node.left, node.operator, `${replacement}=`);
}

/** `++` becomes `--`, and back. */
export function update({ text, node }: Place): readonly Change[] {
  if (node.type !== 'UpdateExpression') {
    return [];
  }
  const argument = text.slice(node.argument.start, node.argument.end);
  const operator = node.operator === '++' ? '--' : '++';
  return become(node, node.prefix ? operator + argument : argument + operator);
}

/** `-a` becomes `+a`, `~a` becomes `a`. */
export function unary({ text, node }: Place): readonly Change[] {
  if (node.type !== 'UnaryExpression') {
    return [];
  }
  const argument = text.slice(node.start + 1, node.end);
  switch (node.operator) {
    case '-':
      return become(node, `+${argument}`);
    case '+':
      return become(node, `-${argument}`);
    case '~':
      return become(node, argument);
    default:
      return [];
  }
}
