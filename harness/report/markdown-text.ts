import { visible } from '../core/visible.js';

/** Text as it is: no markup, no cell or line ends. */
export function escaped(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#|!~@]/g, (character) => `\\${character}`);
}

/** The lines of a table; cells are text. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
