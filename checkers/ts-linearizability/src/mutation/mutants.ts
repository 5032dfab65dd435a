/** One small change of a program's text. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const SWAPS: Readonly<Record<string, string>> = {
  ' < ': ' <= ',
  ' <= ': ' < ',
  ' > ': ' >= ',
  ' >= ': ' > ',
  ' === ': ' !== ',
  ' !== ': ' === ',
  ' && ': ' || ',
  ' || ': ' && ',
  ' + ': ' - ',
  ' - ': ' + ',
  ' * ': ' / ',
  ' ^ ': ' | ',
  '++': '--',
  '--': '++',
  ' += ': ' -= ',
  ' -= ': ' += ',
  true: 'false',
  false: 'true',
  'continue;': '',
  'break;': '',
};

const TOKEN =
  / (?:<=?|>=?|[!=]==|&&|\|\||[-+*^]|[-+]=) |\+\+|--|\b(?:true|false)\b|\b(?:continue|break);|\b\d+\b/g;
const CALL_STATEMENT = /^[ \t]*(?:this\.)?[\w.]+\([^;{}]*\);$/gm;
const CONDITION = /\b(?:if|while) \(/g;

/** All mutants of a JavaScript file as the compiler writes it. */
export function mutantsOf(text: string): Mutant[] {
  const code = blankOut(text);
  const mutants: Mutant[] = [];
  for (const match of code.matchAll(TOKEN)) {
    const [token] = match;
    const replacement = SWAPS[token] ?? String(Number(token) + 1);
    mutants.push({ start: match.index, end: match.index + token.length, replacement });
  }
  for (const match of code.matchAll(CALL_STATEMENT)) {
    mutants.push({ start: match.index, end: match.index + match[0].length, replacement: ';' });
  }
  for (const match of code.matchAll(CONDITION)) {
    const start = match.index + match[0].length;
    const end = closingBracket(code, start);
    if (end !== undefined) {
      mutants.push({ start, end, replacement: `!(${text.slice(start, end)})` });
    }
  }
  return mutants;
}

/** Sizes of budgets and first capacities: they do not decide any result. */
const TUNING = /^const [A-Z_]+ = [\d_ *]+;$/gm;

/** The text with comments, tuning constants and strings replaced by blanks of the same length. */
function blankOut(text: string): string {
  return text
    .replaceAll(TUNING, blanks)
    .replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?![*/ ])(?:[^/\\\n]|\\.)+\/[gimsuy]*(?=[;,.)])/g,
      blanks,
    );
}

function blanks(part: string): string {
  return part.replaceAll(/[^\n]/g, '\u00a0');
}

function closingBracket(code: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    if (code[at] === '(') {
      depth++;
    } else if (code[at] === ')' && --depth === 0) {
      return at;
    }
  }
  return undefined;
}
