import type { Anomaly, Dependency, NamedOp } from '../../../core/verdict.js';
import { shortened } from '../data/value-text.js';
import { html, type Markup } from '../markup.js';

/** Longer cycles are told in the list above only: a picture of them would be no help. */
const MOST_STEPS = 16;

const WIDTH = 720;
const BOX = { width: 216, height: 40 };
/** Above and below: arrows from side to side are bent into it. */
const MARGIN = 54;
/** How far the boxes' middles are from the sides: arrows of one side are bent into what is left. */
const SIDE = BOX.width / 2 + 60;
const ROW_HEIGHT = 92;
/** An arrow is bent outwards by this part of its length. */
const BEND = 0.22;
const HEAD = 7;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cycle as a ring: each op comes before the next, for the reason that the arrow between them has. */
export function cycleFigure({ dependencies = [], witness = [] }: Anomaly): Markup | null {
  if (dependencies.length < 2 || dependencies.length > MOST_STEPS) return null;
  const rows = Math.ceil(dependencies.length / 2);
  const height = 2 * MARGIN + BOX.height + (rows - 1) * ROW_HEIGHT;
  const center = { x: WIDTH / 2, y: height / 2 };
  const places = new Map(
    dependencies.map(({ from }, at) => [from, placeOf(at, dependencies.length, center)]),
  );
  const arrows = dependencies.flatMap((dependency) => {
    const [from, to] = [places.get(dependency.from), places.get(dependency.to)];
    return from === undefined || to === undefined ? [] : [arrow(dependency, from, to, center)];
  });
  return html`<figure class="cycle">
    <figcaption class="small">
      Each comes before the next, all the way round. Point at an arrow for the reason.
    </figcaption>
    <div class="scroll">
      <svg
        viewBox="0 0 ${WIDTH} ${height}"
        width="${WIDTH}"
        height="${height}"
        role="img"
        aria-label="A cycle of ${dependencies.length} ops; the list above tells each step"
      >
        ${arrows} ${[...places].map(([label, place]) => box(label, place, witness[label - 1]))}
      </svg>
    </div>
  </figure>`;
}

/** Down the left side, and up the right one. */
function placeOf(at: number, count: number, center: Point): Point {
  const rows = Math.ceil(count / 2);
  const isLeft = at < rows;
  const [row, last] = isLeft ? [at, rows - 1] : [count - 1 - at, count - rows - 1];
  const [top, bottom] = [MARGIN + BOX.height / 2, 2 * center.y - MARGIN - BOX.height / 2];
  return {
    x: isLeft ? SIDE : WIDTH - SIDE,
    y: last === 0 ? center.y : top + ((bottom - top) * row) / last,
  };
}

function box(label: number, { x, y }: Point, op: NamedOp | undefined): Markup {
  const [left, top] = [round(x - BOX.width / 2), round(y - BOX.height / 2)];
  const words = op?.words ?? '';
  return html`<a href="${op === undefined ? '#proof' : `#op-${op.op}`}">
    <title>${words}</title>
    <rect x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="4" />
    <text x="${left + 8}" y="${top + 16}" class="label">T${label}</text>
    <text x="${left + 8}" y="${top + 32}">${shortened(words, 31)}</text>
  </a>`;
}

/** A bent arrow from the border of one box to that of another, with the name of its kind. */
function arrow({ kind, reason }: Dependency, from: Point, to: Point, center: Point): Markup {
  const bend = outwards(from, to, center);
  const [start, end] = [borderTowards(from, bend), borderTowards(to, bend)];
  const middle = {
    x: (start.x + 2 * bend.x + end.x) / 4,
    y: (start.y + 2 * bend.y + end.y) / 4,
  };
  const line = `M ${at(start)} Q ${at(bend)} ${at(end)}`;
  return html`<g class="dependency ${kind}">
    <title>${reason}</title>
    <path class="reach" d="${line}" />
    <path class="line" d="${line}" />
    <path class="head" d="${headAt(end, bend)}" />
    <text x="${round(middle.x)}" y="${round(middle.y + 4)}" text-anchor="middle">${kind}</text>
  </g>`;
}

/** Where an arrow is bent to: away from the center, or of two ops, to the right of where it goes. */
function outwards(from: Point, to: Point, center: Point): Point {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const across = { x: to.y - from.y, y: from.x - to.x };
  const isInwards =
    across.x * (middle.x - center.x) + across.y * (middle.y - center.y) < 0 ? -1 : 1;
  return {
    x: middle.x + isInwards * BEND * across.x,
    y: middle.y + isInwards * BEND * across.y,
  };
}

/** Where a line from the middle of a box leaves it. */
function borderTowards(box: Point, target: Point): Point {
  const [dx, dy] = [target.x - box.x, target.y - box.y];
  const scale = 1 / Math.max(Math.abs(dx) / (BOX.width / 2), Math.abs(dy) / (BOX.height / 2), 1);
  return { x: box.x + dx * scale, y: box.y + dy * scale };
}

/** The head of an arrow that ends at a point, and comes from another. */
function headAt(end: Point, from: Point): string {
  const length = Math.hypot(end.x - from.x, end.y - from.y);
  const [ux, uy] = [(end.x - from.x) / length, (end.y - from.y) / length];
  const back = { x: end.x - HEAD * 1.4 * ux, y: end.y - HEAD * 1.4 * uy };
  const [left, right] = [1, -1].map((side) => ({
    x: back.x - side * HEAD * 0.6 * uy,
    y: back.y + side * HEAD * 0.6 * ux,
  })) as [Point, Point];
  return `M ${at(end)} L ${at(left)} L ${at(right)} Z`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(number: number): number {
  return Math.round(10 * number) / 10;
}
