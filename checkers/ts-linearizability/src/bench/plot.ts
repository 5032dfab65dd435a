import type { Curve } from './scaling.js';

const WIDTH = 720;
const HEIGHT = 440;
const MARGIN = { left: 64, right: 190, top: 48, bottom: 56 };
const COLOURS = [
  '#0b6bcb',
  '#c2410c',
  '#15803d',
  '#7c3aed',
  '#b91c1c',
  '#0f766e',
  '#a16207',
  '#be185d',
  '#334155',
];
const MS_TICKS = [1, 10, 100, 1000, 10_000];

/** The curves over logarithmic axes, with a guide that grows as n log n, as SVG text. */
export function plotCurves(curves: readonly Curve[]): string {
  const sizes = curves[0]?.points.map(({ operations }) => operations) ?? [];
  const times = curves.flatMap(({ points }) => points.map(({ ms }) => ms));
  const left = Math.log10(Math.min(...sizes));
  const right = Math.log10(Math.max(...sizes));
  const low = Math.floor(Math.log10(Math.min(...times)));
  const high = Math.ceil(Math.log10(Math.max(...times)));
  const x = (operations: number): number =>
    MARGIN.left +
    ((Math.log10(operations) - left) / (right - left)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (ms: number): number =>
    HEIGHT -
    MARGIN.bottom -
    ((Math.log10(ms) - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const path = (points: Curve['points']): string =>
    points
      .map(
        ({ operations, ms }, i) =>
          `${i === 0 ? 'M' : 'L'}${x(operations).toFixed(1)} ${y(ms).toFixed(1)}`,
      )
      .join(' ');

  const bottom = HEIGHT - MARGIN.bottom;
  const end = WIDTH - MARGIN.right;
  const grid = MS_TICKS.filter((ms) => Math.log10(ms) >= low && Math.log10(ms) <= high).map(
    (ms) =>
      `<line x1="${MARGIN.left}" x2="${end}" y1="${y(ms)}" y2="${y(ms)}" stroke="#d4d4d8"/>` +
      `<text x="${MARGIN.left - 8}" y="${y(ms) + 4}" text-anchor="end">${duration(ms)}</text>`,
  );
  const ticks = sizes.map(
    (operations) =>
      `<line x1="${x(operations)}" x2="${x(operations)}" y1="${bottom}" y2="${bottom + 5}" stroke="#52525b"/>` +
      `<text x="${x(operations)}" y="${bottom + 20}" text-anchor="middle">${count(operations)}</text>`,
  );
  const lines = curves.map(({ points }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const dots = points.map(
      ({ operations, ms }) =>
        `<circle cx="${x(operations).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3" fill="${colour}"/>`,
    );
    return `<path d="${path(points)}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#27272a">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${MARGIN.left}" y="24" font-size="15" font-weight="600">Time of a check by the size of the history, unique values, 100 in flight</text>`,
    ...grid,
    ...ticks,
    `<line x1="${MARGIN.left}" x2="${end}" y1="${bottom}" y2="${bottom}" stroke="#52525b"/>`,
    `<text x="${(MARGIN.left + end) / 2}" y="${HEIGHT - 12}" text-anchor="middle">operations</text>`,
    `<path d="${path(guide(sizes, curves))}" fill="none" stroke="#71717a" stroke-width="1.5" stroke-dasharray="5 4"/>`,
    ...lines,
    ...legend(curves, end + 16, y),
    '</svg>',
    '',
  ].join('\n');
}

/** What n log n would make of the geometric mean of the times at the smallest size. */
function guide(sizes: readonly number[], curves: readonly Curve[]): Curve['points'] {
  const first = sizes[0] ?? 1;
  const logs = curves.map(({ points }) => Math.log(points[0]?.ms ?? 1));
  const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return sizes.map((operations) => ({
    operations,
    ms: (mean * operations * Math.log(operations)) / (first * Math.log(first)),
  }));
}

/** Names beside the ends of the curves, in their order, without overlaps. */
function legend(curves: readonly Curve[], left: number, y: (ms: number) => number): string[] {
  const LINE = 17;
  const ends = curves
    .map(({ name, points }, i) => ({
      name,
      colour: COLOURS[i % COLOURS.length],
      at: y(points.at(-1)?.ms ?? 1),
    }))
    .sort((a, b) => a.at - b.at);
  let next = -Infinity;
  const names = ends.map(({ name, colour, at }) => {
    next = Math.max(at, next + LINE);
    return `<text x="${left}" y="${next.toFixed(1)}" fill="${colour}" font-weight="600">${name}</text>`;
  });
  const last = Math.max(next + LINE, 0);
  return [...names, `<text x="${left}" y="${last.toFixed(1)}" fill="#71717a">- - n log n</text>`];
}

function duration(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}

function count(operations: number): string {
  return operations >= 1_000_000 ? `${operations / 1_000_000}M` : `${operations / 1000}k`;
}
