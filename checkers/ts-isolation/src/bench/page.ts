import type { Case } from './cases.js';
import type { Point } from './plot.js';

/** What was measured of a case, as it stands on the page. */
export interface Row {
  readonly name: string;
  readonly verdict: string;
  readonly processor_s: number;
  /** NaN where the page does not say. */
  readonly elapsed_s: number;
  readonly memory_MB: number;
  readonly history_MB: number;
  /** How busy the machine was: its load average. */
  readonly load: number;
}

/** Whether a case took more than it may. */
export function isBeyond(
  { bound_s = Infinity, bound_MB = Infinity }: Case,
  { processor_s, memory_MB }: Pick<Row, 'processor_s' | 'memory_MB'>,
): boolean {
  return processor_s > bound_s || memory_MB > bound_MB;
}

/** A row of the table of cases. */
export function rowText(one: Case, row: Row): string {
  const { bound_s, bound_MB } = one;
  const bounds = [
    ...(bound_s === undefined ? [] : [`${bound_s} s`]),
    ...(bound_MB === undefined ? [] : [`${bound_MB} MB`]),
  ];
  const cells = [
    one.name,
    row.verdict,
    `${row.processor_s.toFixed(1)} s`,
    Number.isNaN(row.elapsed_s) ? '' : `${row.elapsed_s.toFixed(1)} s`,
    `${Math.round(row.memory_MB)} MB`,
    `${Math.round(row.history_MB)} MB`,
    bounds.join(', '),
    bounds.length === 0 ? '' : isBeyond(one, row) ? 'MISSED' : 'kept',
    row.load.toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The points of the curves that stand on a page. */
export function pointsOn(page: string): Point[] {
  return cellsOf(page, 'curves').map(([curve = '', size, seconds]) => ({
    curve,
    size: numberIn(size),
    seconds: numberIn(seconds),
  }));
}

/**
 * A page with what was measured in place of what stood there of the same cases. All other rows stay, and each is held
 * against its bound anew.
 * @param points - those of all curves.
 */
export function pageWith(
  page: string,
  cases: readonly Case[],
  measured: readonly Row[],
  points: readonly Point[],
  machine: string,
): string {
  const rows = [...measured, ...rowsOn(page)];
  const table = [
    '| history | verdict | processor | elapsed | memory | of it history | bound | kept | load |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...cases.flatMap((one) => {
      const row = rows.find(({ name }) => name === one.name);
      return row === undefined ? [] : [rowText(one, row)];
    }),
  ];
  const curves = [
    '| what | transactions | processor | for each |',
    '| --- | --- | --- | --- |',
    ...points.map(
      ({ curve, size, seconds }) =>
        `| ${curve} | ${size} | ${seconds.toFixed(3)} s | ${((seconds * 1e6) / size).toFixed(1)} µs |`,
    ),
  ];
  return Object.entries({ machine: [machine], cases: table, curves }).reduce(
    (text, [name, lines]) =>
      text.replace(
        sectionOf(name),
        () => `<!-- ${name} -->\n\n${lines.join('\n')}\n\n<!-- end of ${name} -->`,
      ),
    page,
  );
}

function rowsOn(page: string): Row[] {
  return cellsOf(page, 'cases').map(
    ([name = '', verdict = '', processor, elapsed, memory, history, , , load]) => ({
      name,
      verdict,
      processor_s: numberIn(processor),
      elapsed_s: numberIn(elapsed),
      memory_MB: numberIn(memory),
      history_MB: numberIn(history),
      load: numberIn(load),
    }),
  );
}

function sectionOf(name: string): RegExp {
  return new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- end of ${name} -->`);
}

/** The cells of each row of a table, without its head. */
function cellsOf(page: string, name: string): string[][] {
  const lines = (sectionOf(name).exec(page)?.[0] ?? '').split('\n');
  return lines
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The number that a cell begins with: `3.5 s`. */
function numberIn(cell: string | undefined): number {
  return Number.parseFloat(cell ?? '');
}
