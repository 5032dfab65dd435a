import type { PageOrder, PageOrders } from './page-data.js';

const ORDER_LANE_HEIGHT = 32;
const ORDER_BAR_HEIGHT = 21;
const ORDER_GUTTER = 104;
const ORDER_HEAD = 10;
const ORDER_LEAST_COLUMN = 14;
const ORDER_MOST_COLUMN = 120;
const ORDER_LETTER = 6.7;
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/** Where the points of an order stand, each as early as the order allows. */
export interface OrderPoint {
  readonly op: number;
  readonly x: number;
  readonly y: number;
}

/** Draws ops on their clients' lines, and an order as a line through them. */
export class OrdersFigure {
  readonly #orders: PageOrders;
  readonly #svg: SVGSVGElement;
  readonly #column: number;
  readonly #bars = new Map<number, SVGGElement>();
  readonly #line: SVGPolylineElement;
  readonly #points: SVGGElement;

  constructor(svg: SVGSVGElement, orders: PageOrders) {
    this.#svg = svg;
    this.#orders = orders;
    const widest = orders.ops.map(
      ({ words, from, to }) => (words.length * ORDER_LETTER + 10) / Math.max(1, to - from),
    );
    this.#column = Math.min(ORDER_MOST_COLUMN, Math.max(ORDER_LEAST_COLUMN, ...widest));
    const width = ORDER_GUTTER + (orders.columns + 1) * this.#column;
    const height = ORDER_HEAD + orders.lanes.length * ORDER_LANE_HEIGHT + 8;
    for (const [name, value] of Object.entries({ width, height }))
      svg.setAttribute(name, `${value}`);
    svg.replaceChildren();
    for (const op of orders.ops) this.#bar(op);
    this.#line = svgShape('polyline', { class: 'order-line' });
    this.#points = svgShape('g', {});
    svg.append(this.#line, this.#points, this.#labels(height));
  }

  /** Calls back with the op of a bar that is pointed at (`null`: none any more), or chosen. */
  listen(pointed: (op: number | null) => void, chosen: (op: number) => void): void {
    for (const [op, bar] of this.#bars) {
      bar.addEventListener('pointerenter', () => {
        pointed(op);
      });
      bar.addEventListener('pointerleave', () => {
        pointed(null);
      });
      bar.addEventListener('click', () => {
        chosen(op);
      });
    }
  }

  /** Shows an order, and in it the op that is selected. */
  show(order: PageOrder | undefined, selected: number | null): void {
    const points = this.#pointsOf(order);
    const held = new Set(points.map(({ op }) => op));
    for (const [op, bar] of this.#bars) {
      bar.classList.toggle('held', held.has(op));
      bar.classList.toggle('selected', op === selected);
    }
    this.#line.setAttribute('points', points.map(({ x, y }) => `${x},${y}`).join(' '));
    this.#points.replaceChildren(
      ...points.map(({ op, x, y }) =>
        svgShape('circle', {
          cx: `${x}`,
          cy: `${y}`,
          r: op === selected ? '5' : '3',
          class: op === selected ? 'order-point selected' : 'order-point',
        }),
      ),
    );
  }

  /** Brings an op into sight. */
  reveal(op: number): void {
    const frame = this.#svg.parentElement;
    const found = this.#orders.ops.find((one) => one.op === op);
    if (frame === null || found === undefined) return;
    frame.scrollLeft = ORDER_GUTTER + found.from * this.#column - frame.clientWidth / 2;
  }

  #pointsOf(order: PageOrder | undefined): OrderPoint[] {
    let earliest = 0;
    return (order?.steps ?? []).flatMap(({ op: index }) => {
      const op = this.#orders.ops.find((one) => one.op === index);
      if (op === undefined) return [];
      earliest = Math.max(earliest + 0.15, op.from + 0.15);
      return [
        {
          op: index,
          x: Math.round(ORDER_GUTTER + earliest * this.#column),
          y: footOfLane(op.lane),
        },
      ];
    });
  }

  /** The names of the lanes, which stay in sight when the figure scrolls. */
  #labels(height: number): SVGGElement {
    const labels = svgShape('g', { class: 'lanes' });
    labels.append(
      svgShape('rect', { width: `${ORDER_GUTTER - 6}`, height: `${height}` }),
      ...this.#orders.lanes.map((lane, i) => laneLabel(lane, i)),
    );
    const frame = this.#svg.parentElement;
    frame?.addEventListener('scroll', () => {
      labels.setAttribute('transform', `translate(${frame.scrollLeft})`);
    });
    return labels;
  }

  #bar(op: PageOrders['ops'][number]): void {
    const bar = svgShape('g', { class: 'order-op' });
    if (op.proof) bar.classList.add('proof-op');
    if (op.op === this.#orders.firstError) bar.classList.add('error-op');
    if (op.open) bar.classList.add('open-op');
    const x = ORDER_GUTTER + op.from * this.#column;
    const width = Math.max(8, (op.to - op.from) * this.#column);
    const y = middleOfLane(op.lane) - ORDER_BAR_HEIGHT / 2;
    const sizes = {
      x: `${x}`,
      y: `${y}`,
      width: `${width}`,
      height: `${ORDER_BAR_HEIGHT}`,
      rx: '3',
    };
    const words = svgShape('text', { x: `${x + 5}`, y: `${middleOfLane(op.lane) + 4}` });
    words.textContent = op.words;
    bar.append(svgShape('rect', sizes), words);
    this.#bars.set(op.op, bar);
    this.#svg.append(bar);
  }
}

function laneLabel(lane: string, i: number): SVGTextElement {
  const label = svgShape('text', { class: 'lane', x: '0', y: `${middleOfLane(i) + 4}` });
  label.textContent = `process ${lane}`;
  return label;
}

function middleOfLane(lane: number): number {
  return ORDER_HEAD + lane * ORDER_LANE_HEIGHT + ORDER_LANE_HEIGHT / 2;
}

/** The line goes along the feet of the bars, so that it hides no words. */
function footOfLane(lane: number): number {
  return middleOfLane(lane) + ORDER_BAR_HEIGHT / 2;
}

function svgShape<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG_NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
