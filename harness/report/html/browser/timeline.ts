import { Chart } from './canvas.js';
import { LANE_HEIGHT, openEnds, piecesOf, shapeOf } from './op-shapes.js';
import { type PageData, type PageOp, type RoleBand, roleInWords } from './page-data.js';
import { ticksOf, tickText, type View } from './view.js';

const AXIS_HEIGHT = 22;
const BAND_HEIGHT = 18;
const SPACE = 8;

type RoleDoes = RoleBand['spans'][number]['does'];

const COLOR_OF = {
  writes: 'primary',
  follows: 'replica',
  watches: 'watcher',
  nothing: 'unreachable',
} as const satisfies Record<RoleDoes, string>;

/** Faults, roles and ops over time. */
export class Timeline extends Chart {
  /** Set before drawing. */
  selected: PageOp | null = null;
  readonly #data: PageData;
  readonly #openEnds: ReadonlyMap<PageOp, number>;

  constructor(canvas: HTMLCanvasElement, view: View, data: PageData) {
    super(canvas, view);
    this.#data = data;
    this.#openEnds = openEnds(data);
  }

  draw(): void {
    const data = this.#data;
    const faultsTop = AXIS_HEIGHT;
    const rolesTop = this.#rolesTop(data);
    const lanesTop = this.#lanesTop(data);
    this.begin(lanesTop + data.lanes.length * LANE_HEIGHT + SPACE);
    this.#ticks();
    this.#faults(data, faultsTop);
    this.#roles(data, rolesTop);
    this.#lanes(data, lanesTop);
    this.#ops(data, lanesTop);
  }

  /** The op at a point of the canvas, marked ones first; `null` where there is none near. */
  opAt(x: number, y: number): PageOp | null {
    const lane = Math.floor((y - this.#lanesTop(this.#data)) / LANE_HEIGHT);
    let best: PageOp | null = null;
    let least = 6;
    for (const op of this.#data.ops) {
      if (op.lane !== lane) continue;
      const place = this.stretch(op.from_ns, this.#endOf(op), 2);
      if (place === null) continue;
      const [left, width] = place;
      const distance = x < left ? left - x : x > left + width ? x - left - width : 0;
      if (distance < least || (distance === least && op.mark !== undefined)) {
        best = op;
        least = distance;
      }
    }
    return best;
  }

  #lanesTop(data: PageData): number {
    return this.#rolesTop(data) + data.roles.length * BAND_HEIGHT + SPACE;
  }

  #rolesTop({ faults }: PageData): number {
    const rows = faults.reduce((most, { row }) => Math.max(most, row + 1), 0);
    return AXIS_HEIGHT + (rows > 0 ? rows * BAND_HEIGHT + SPACE : 0);
  }

  #ticks(): void {
    const { pen } = this;
    pen.textAlign = 'center';
    for (const tick of ticksOf(this.view, (this.width - this.gutter) / 90)) {
      const x = this.x(tick);
      pen.fillStyle = this.color('line');
      pen.fillRect(x, AXIS_HEIGHT - 4, 1, this.height);
      pen.fillStyle = this.color('muted');
      if (x > this.gutter + 16 && x < this.width - 20) {
        pen.fillText(tickText(tick, this.view), x, 9);
      }
    }
    pen.textAlign = 'left';
  }

  #faults(data: PageData, top: number): void {
    if (data.faults.length > 0) this.label('faults', top + BAND_HEIGHT / 2);
    for (const fault of data.faults) {
      const place = this.stretch(fault.from_ns, fault.to_ns, 2);
      if (place === null) continue;
      const [x, width] = place;
      const y = top + fault.row * BAND_HEIGHT;
      this.pen.fillStyle = this.color('fault-tint');
      this.pen.fillRect(x, y, width, this.height - y);
      this.pen.fillStyle = this.color('fault');
      this.pen.fillRect(x, y, width, BAND_HEIGHT - 2);
      this.#text(fault.words.during, x, width, y, this.color('on-fault'));
    }
  }

  #roles(data: PageData, top: number): void {
    for (const [i, { node, spans, events }] of data.roles.entries()) {
      const y = top + i * BAND_HEIGHT;
      this.label(node, y + BAND_HEIGHT / 2 - 1);
      for (const span of spans) {
        const place = this.stretch(span.from_ns, span.to_ns, 1);
        if (place === null) continue;
        const [x, width] = place;
        this.#role(roleInWords(span), span.does, x, Math.max(1, width - 1), y);
      }
      for (const { at_ns } of events) {
        const place = this.stretch(at_ns, at_ns, 2);
        if (place === null) continue;
        this.pen.fillStyle = this.color('text');
        this.pen.fillRect(place[0], y + BAND_HEIGHT - 7, place[1], 6);
      }
    }
  }

  /** Who cannot be asked has a thin line in place of a band, so that it is told without colours. */
  #role(role: string, does: RoleDoes, x: number, width: number, y: number): void {
    const known = does !== 'nothing';
    this.pen.fillStyle = this.color(COLOR_OF[does]);
    const height = known ? BAND_HEIGHT - 3 : 2;
    this.pen.fillRect(x, y + BAND_HEIGHT - 3 - height, width, height);
    this.#text(
      role,
      x,
      width,
      y,
      this.color(does === 'writes' ? 'on-primary' : known ? 'on-replica' : 'muted'),
    );
  }

  #lanes(data: PageData, top: number): void {
    for (const [i, { label }] of data.lanes.entries()) {
      const y = top + i * LANE_HEIGHT + LANE_HEIGHT / 2;
      this.label(label, y);
      this.pen.fillStyle = this.color('line');
      this.pen.fillRect(this.gutter, y, this.width - this.gutter, 1);
    }
    for (const gap of data.gaps) {
      const place = this.stretch(gap.from_ns, gap.to_ns, 1);
      if (place === null) continue;
      const [x, width] = place;
      this.pen.fillStyle = this.color('gap');
      this.pen.fillRect(x, top + LANE_HEIGHT, width, (data.lanes.length - 1) * LANE_HEIGHT);
      const text = `${gap.ops.toLocaleString('en-US')} ops not in this page`;
      this.#text(text, x, width, top + LANE_HEIGHT, this.color('muted'));
    }
  }

  /** Plain ops first, so that marked ones are never covered; only what is in sight is drawn. */
  #ops({ ops }: PageData, top: number): void {
    const { from_ns, to_ns } = this.view;
    const visible = ops.filter((op) => op.from_ns <= to_ns && this.#endOf(op) >= from_ns);
    for (const op of visible) if (op.mark === undefined) this.#op(op, top);
    for (const op of visible) if (op.mark !== undefined) this.#op(op, top);
    if (this.selected !== null) this.#op(this.selected, top);
  }

  #endOf(op: PageOp): number {
    return op.to_ns ?? this.#openEnds.get(op) ?? op.from_ns;
  }

  #op(op: PageOp, top: number): void {
    const place = this.stretch(op.from_ns, this.#endOf(op), 2);
    if (place === null) return;
    const [x, width] = place;
    const y = top + op.lane * LANE_HEIGHT;
    const { color, ink } = shapeOf(op);
    this.pen.fillStyle = this.color(color);
    for (const piece of piecesOf(op, x, width)) {
      this.pen.fillRect(piece.x, y + piece.y, piece.width, piece.height);
    }
    if (width > 60) {
      const on = this.color(op.to_ns === undefined ? 'text' : ink);
      this.#text(`${op.f} ${op.value}`, x, width, y, on, LANE_HEIGHT - 1);
    }
    if (op !== this.selected) return;
    this.pen.strokeStyle = this.color('text');
    this.pen.lineWidth = 2;
    this.pen.strokeRect(x - 2, y + 1, width + 4, LANE_HEIGHT - 2);
  }

  #text(
    text: string,
    x: number,
    width: number,
    y: number,
    color: string,
    height = BAND_HEIGHT - 2,
  ): void {
    if (width < 24) return;
    this.pen.fillStyle = color;
    this.pen.fillText(this.fitted(text, width - 10), x + 5, y + height / 2 + 0.5, width - 10);
  }
}
