import type { Change, Operator } from './change.js';
import * as arithmetic from './operators/arithmetic.js';
import * as calls from './operators/calls.js';
import * as conditions from './operators/conditions.js';
import * as literals from './operators/literals.js';
import * as statements from './operators/statements.js';
import { parseModule, walk } from './syntax.js';

/** One change of one file. */
export interface Mutant extends Change {
  /** The file, below the compiled package. */
  readonly file: string;
  /** Names the change, wherever its line has moved to: file, line, what becomes what, and which. */
  readonly id: string;
}

const OPERATORS: readonly Operator[] = [
  ...Object.values(conditions),
  ...Object.values(arithmetic),
  ...Object.values(literals),
  ...Object.values(statements),
  ...Object.values(calls),
];

/**
 * All mutants of a JavaScript file as the compiler writes it, in the order of their places. The
 * operators are those of Stryker (https://stryker-mutator.io), but for what is inside of regular
 * expressions, and more: numbers, bits, single statements.
 */
export function mutantsOf(file: string, text: string): Mutant[] {
  const changes = new Map<string, Change>();
  walk(parseModule(text), (node, around) => {
    const parent = around.at(-1);
    if (parent === undefined) {
      return;
    }
    for (const operator of OPERATORS) {
      for (const change of operator({ text, node, parent, around })) {
        const key = `${change.start} ${change.end} ${change.replacement}`;
        if (change.replacement !== text.slice(change.start, change.end) && !changes.has(key)) {
          changes.set(key, change);
        }
      }
    }
  });
  const inOrder = [...changes.values()].toSorted((a, b) => a.start - b.start || a.end - b.end);
  const seen = new Map<string, number>();
  return inOrder.map((change) => {
    const name = nameOf(file, text, change);
    const earlier = seen.get(name) ?? 0;
    seen.set(name, earlier + 1);
    return { ...change, file, id: earlier === 0 ? name : `${name} (${earlier + 1})` };
  });
}

/** The file with the change made. */
export function mutated(text: string, { start, end, replacement }: Change): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function nameOf(file: string, text: string, { start, end, replacement }: Change): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd).trim();
  const before = text.slice(start, end).replaceAll(/\s+/g, ' ');
  return `${file}: ${line}: ${before} -> ${replacement}`;
}
