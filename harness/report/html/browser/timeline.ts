import { Chart } from './canvas.js';
import type { PageData, PageOp } from './page-data.js';
import { ticksOf, tickText } from './view.js';

const AXIS_HEIGHT = 22;
const BAND_HEIGHT = 18;
const LANE_HEIGHT = 20;
const SPACE = 8;

/** Faults, roles and ops over time. */
export class Timeline extends Chart {
  /** Set before drawing. */
  selected: PageOp | null = null;

  draw(data: PageData): void {
    const faultsTop = AXIS_HEIGHT;
    const rolesTop = faultsTop + (data.faults.length > 0 ? BAND_HEIGHT + SPACE : 0);
    const lanesTop = rolesTop + data.roles.length * BAND_HEIGHT + SPACE;
    this.begin(lanesTop + data.lanes.length * LANE_HEIGHT + SPACE);
    this.#ticks();
    this.#faults(data, faultsTop);
    this.#roles(data, rolesTop);
    this.#lanes(data, lanesTop);
    this.#ops(data, lanesTop);
  }

  /** The op at a point of the canvas, marked ones first; `null` where there is none near. */
  opAt(data: PageData, x: number, y: number): PageOp | null {
    const lane = Math.floor((y - this.#lanesTop(data)) / LANE_HEIGHT);
    let best: PageOp | null = null;
    let least = 6;
    for (const op of data.ops) {
      if (op.lane !== lane) continue;
      const place = this.stretch(op.from_ns, op.to_ns ?? data.duration_ns, 2);
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
    const faults = data.faults.length > 0 ? BAND_HEIGHT + SPACE : 0;
    return AXIS_HEIGHT + faults + data.roles.length * BAND_HEIGHT + SPACE;
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
      this.pen.fillStyle = this.color('fault-tint');
      this.pen.fillRect(x, top, width, this.height - top);
      this.pen.fillStyle = this.color('fault');
      this.pen.fillRect(x, top, width, BAND_HEIGHT - 2);
      this.#text(fault.words, x, width, top, this.color('on-fault'));
    }
  }

  #roles(data: PageData, top: number): void {
    for (const [i, { node, spans }] of data.roles.entries()) {
      const y = top + i * BAND_HEIGHT;
      this.label(node, y + BAND_HEIGHT / 2 - 1);
      for (const { role, from_ns, to_ns } of spans) {
        const place = this.stretch(from_ns, to_ns, 1);
        if (place === null) continue;
        const [x, width] = place;
        const leads = role === 'primary' || role === 'leader';
        const follows = role === 'replica' || role === 'follower';
        const watches = role === 'sentinel';
        this.pen.fillStyle = this.color(
          leads ? 'primary' : follows ? 'replica' : watches ? 'sentinel' : 'unreachable',
        );
        this.pen.fillRect(x, y, Math.max(1, width - 1), BAND_HEIGHT - 3);
        this.#text(role, x, width, y, this.color(leads ? 'on-primary' : 'on-replica'));
      }
    }
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

  /** Plain ops first, so that marked ones are never covered. */
  #ops(data: PageData, top: number): void {
    const visible = data.ops.filter(
      (op) => op.from_ns <= this.view.to_ns && (op.to_ns ?? Infinity) >= this.view.from_ns,
    );
    for (const op of visible) if (op.mark === undefined) this.#op(op, data, top);
    for (const op of visible) if (op.mark !== undefined) this.#op(op, data, top);
    if (this.selected !== null) this.#op(this.selected, data, top);
  }

  #op(op: PageOp, data: PageData, top: number): void {
    const place = this.stretch(op.from_ns, op.to_ns ?? data.duration_ns, 2);
    if (place === null) return;
    const [x, width] = place;
    const inset = op.mark === undefined && op.lane > 0 ? 4 : 2;
    const y = top + op.lane * LANE_HEIGHT + inset;
    const height = LANE_HEIGHT - 2 * inset;
    this.pen.fillStyle = this.color(op.lane === 0 ? 'fault' : (op.mark ?? op.type));
    this.pen.globalAlpha = op.to_ns === undefined ? 0.45 : 1;
    this.pen.fillRect(x, y, width, height);
    this.pen.globalAlpha = 1;
    if (width > 60) {
      const color = this.color(op.lane === 0 ? 'on-fault' : 'on-op');
      this.#text(`${op.f} ${op.value}`, x, width, y, color, height);
    }
    if (op !== this.selected) return;
    this.pen.strokeStyle = this.color('text');
    this.pen.lineWidth = 2;
    this.pen.strokeRect(x - 2, y - 2, width + 4, height + 4);
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
    this.pen.fillText(this.fitted(text, width - 10), x + 5, y + height / 2 + 0.5);
  }
}
