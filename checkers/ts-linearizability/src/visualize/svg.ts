import type { Visualization, VisualStep } from './data.js';
import { layOut, type Layout, type Placement } from './lanes.js';

const LANE_HEIGHT = 34;
const BAR_HEIGHT = 22;
const LEFT = 90;
const TOP = 46;
const LEAST_COLUMN = 18;
const LETTER_WIDTH = 6.6;

const STYLE = `
text{font:11px ui-monospace,monospace;fill:#1f2328}
.client{fill:#656d76}
.bar{fill:#ddf4ff;stroke:#54aeff}
.open{stroke-dasharray:4 3}
.witness{fill:#ffebe9;stroke:#ff8182}
.error{fill:#ff8182;stroke:#cf222e}
.order{fill:none;stroke:#1a7f37;stroke-width:1.5}
.point{fill:#1a7f37}`;

/**
 * An SVG picture: a bar from call to return for each operation, on the line of its client; the
 * witness in red, the first operation that cannot be placed in full red; the longest legal
 * order as a line through the bars, with the states as tooltips.
 */
export function renderSvg(picture: Visualization): string {
  const layout = layOut(picture.operations);
  const column = columnWidth(layout);
  const width = LEFT + (layout.columns + 1) * column;
  const height = TOP + Math.max(1, layout.lanes.length) * LANE_HEIGHT + 10;
  const lanes = layout.lanes.map(
    (client, lane) =>
      `<text class="client" x="8" y="${middle(lane) + 4}">${escape(client === '' ? 'client' : `client ${client}`)}</text>`,
  );
  const bars = layout.placements.map((placed) => bar(placed, column, picture.firstError));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(`${picture.partition} ${picture.verdict}`.trim())}</title>`,
    `<desc>${escape(picture.summary)}</desc>`,
    `<style>${STYLE}</style>`,
    `<text x="8" y="18">${escape(headline(picture))}</text>`,
    ...lanes,
    ...bars,
    order(picture.linearizations[0]?.steps ?? [], layout, column),
    '</svg>',
  ].join('\n');
}

function headline(picture: Visualization): string {
  const hidden = picture.hiddenBefore + picture.hiddenAfter;
  const slice = hidden === 0 ? '' : ` (${hidden} more operations are not shown)`;
  return `${picture.verdict}, by ${picture.method}${slice}`;
}

/** Wide enough for the widest description of its columns. */
function columnWidth({ placements }: Layout): number {
  const needed = placements.map(
    ({ operation, from, to }) =>
      (operation.description.length * LETTER_WIDTH + 10) / Math.max(1, to - from),
  );
  return Math.ceil(Math.min(120, Math.max(LEAST_COLUMN, ...needed)));
}

function bar(placed: Placement, column: number, firstError: number | undefined): string {
  const { operation, from, to, lane } = placed;
  const classes = [
    'bar',
    ...(operation.return === undefined ? ['open'] : []),
    ...(operation.witness ? ['witness'] : []),
    ...(operation.id === firstError ? ['error'] : []),
  ].join(' ');
  const x = LEFT + from * column;
  const width = Math.max(6, (to - from) * column);
  const y = middle(lane) - BAR_HEIGHT / 2;
  const times = `from ${operation.call} ${operation.return === undefined ? 'never answered' : `to ${operation.return}`}`;
  return [
    `<g id="operation-${operation.id}"><title>${escape(`${operation.description}, ${times}`)}</title>`,
    `<rect class="${classes}" x="${x}" y="${y}" width="${width}" height="${BAR_HEIGHT}" rx="3"/>`,
    `<text x="${x + 5}" y="${middle(lane) + 4}">${escape(operation.description)}</text></g>`,
  ].join('');
}

/** The points where operations take effect: each as early as the order allows. */
function order(steps: readonly VisualStep[], layout: Layout, column: number): string {
  const placements = new Map(layout.placements.map((placed) => [placed.operation.id, placed]));
  let earliest = 0;
  const points = steps.flatMap(({ id, before, after }) => {
    const placed = placements.get(id);
    if (placed === undefined) {
      return [];
    }
    earliest = Math.max(earliest + 0.15, placed.from + 0.1);
    const x = LEFT + earliest * column;
    return [{ x, y: middle(placed.lane), words: `${before} -> ${after}` }];
  });
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y}`).join(' ');
  const dots = points.map(
    ({ x, y, words }) =>
      `<circle class="point" cx="${x.toFixed(1)}" cy="${y}" r="3.5"><title>${escape(words)}</title></circle>`,
  );
  return `<polyline class="order" points="${line}"/>${dots.join('')}`;
}

function middle(lane: number): number {
  return TOP + lane * LANE_HEIGHT + LANE_HEIGHT / 2;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
