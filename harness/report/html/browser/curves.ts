import { Chart } from './canvas.js';
import type { PageData } from './page-data.js';
import { ticksOf } from './view.js';

const HEIGHT = 132;
const TOP = 12;
const BOTTOM = 10;

/** One line of a chart. */
export interface Curve {
  readonly name: string;
  /** Name of a colour of the page. */
  readonly color: string;
  readonly dashed: boolean;
  readonly values: readonly (number | null)[];
}

/** `signed` has room below zero. */
export type Scale = 'linear' | 'log' | 'signed';

/** Lines over time, on the time axis that they share with the timeline. */
export class Curves extends Chart {
  draw(data: PageData, curves: readonly Curve[], scale: Scale, unit: string): void {
    this.begin(HEIGHT);
    const [low, high] = this.#bounds(curves, scale);
    const bottom = HEIGHT - BOTTOM;
    const y = (value: number): number => {
      const part =
        scale === 'log'
          ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
          : (value - low) / (high - low);
      return bottom - part * (bottom - TOP);
    };
    this.#grid(data, marksOf(scale, low, high), y, unit);
    for (const curve of curves) this.#line(curve, data.buckets.width_ns, y);
  }

  #bounds(curves: readonly Curve[], scale: Scale): readonly [number, number] {
    if (scale === 'signed') return signedBounds(curves);
    let low = Infinity;
    let high = 0;
    for (const { values } of curves) {
      for (const value of values) {
        if (value === null || value <= 0) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (high === 0) return [0.1, 1];
    if (scale === 'linear') return [0, high];
    return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.001))];
  }

  #grid(
    data: PageData,
    marks: readonly number[],
    y: (value: number) => number,
    unit: string,
  ): void {
    const { pen } = this;
    for (const fault of data.faults) {
      const place = this.stretch(fault.from_ns, fault.to_ns, 2);
      if (place === null) continue;
      pen.fillStyle = this.color('fault-tint');
      pen.fillRect(place[0], 0, place[1], HEIGHT);
    }
    pen.fillStyle = this.color('line');
    for (const tick of ticksOf(this.view, (this.width - this.gutter) / 90)) {
      pen.fillRect(this.x(tick), 0, 1, HEIGHT);
    }
    for (const mark of marks) {
      pen.fillStyle = this.color('line');
      pen.fillRect(this.gutter, y(mark), this.width - this.gutter, 1);
      this.label(`${Number(mark.toPrecision(3)).toLocaleString('en-US')} ${unit}`, y(mark));
    }
  }

  #line({ color, dashed, values }: Curve, width_ns: number, y: (value: number) => number): void {
    const { pen } = this;
    pen.save();
    pen.beginPath();
    pen.rect(this.gutter, 0, this.width - this.gutter, HEIGHT);
    pen.clip();
    pen.strokeStyle = this.color(color);
    pen.lineWidth = 1.5;
    pen.setLineDash(dashed ? [4, 3] : []);
    pen.beginPath();
    let down = false;
    for (const [i, value] of values.entries()) {
      if (value === null) {
        down = false;
        continue;
      }
      const x = this.x((i + 0.5) * width_ns);
      if (down) pen.lineTo(x, y(value));
      else pen.moveTo(x - 1, y(value));
      if (!down) pen.lineTo(x + 1, y(value));
      down = true;
    }
    pen.stroke();
    pen.restore();
  }
}

/** Both bounds of values of either sign, zero among them; a second at least. */
function signedBounds(curves: readonly Curve[]): readonly [number, number] {
  const values = curves.flatMap((curve) => curve.values).filter((value) => value !== null);
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  return high - low < 1000 ? [low - 500, high + 500] : [low, high];
}

function marksOf(scale: Scale, low: number, high: number): readonly number[] {
  if (scale === 'log') return decades(low, high);
  return scale === 'linear' ? [0, high / 2, high] : [low, 0, high];
}

function decades(low: number, high: number): number[] {
  const marks: number[] = [];
  for (let mark = low; mark <= high * 1.001; mark *= 10) marks.push(mark);
  return marks.length > 5 ? marks.filter((_, i) => i % 2 === 0) : marks;
}
