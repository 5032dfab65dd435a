import { Chart } from './canvas.js';
import type { PageData } from './page-data.js';
import { ticksOf } from './view.js';

const HEIGHT = 132;
const TOP = 12;
const BOTTOM = 10;
/** Pixels between two marks of a line, at least. */
const MARK_DISTANCE = 60;
const MARK_STEP = 12;

/** One line of a chart. */
export interface Curve {
  readonly name: string;
  /** Name of a colour of the page. */
  readonly color: string;
  /** Stands on the line again and again, so that it is told without its colour; may be empty. */
  readonly mark: string;
  readonly thin: boolean;
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
    this.#grid(data, scaleMarks(scale, low, high), y, unit);
    for (const [i, curve] of curves.entries()) this.#line(curve, i, data.buckets.width_ns, y);
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
      this.label(inUnit(mark, unit), y(mark));
    }
  }

  /**
   * Only what is in sight is drawn, and never with dashes: zoomed in, a line reaches far out of sight,
   * and the browser would cut all of it into dashes before it clips.
   */
  #line(curve: Curve, index: number, width_ns: number, y: (value: number) => number): void {
    const { pen, view } = this;
    pen.save();
    pen.beginPath();
    pen.rect(this.gutter, 0, this.width - this.gutter, HEIGHT);
    pen.clip();
    pen.fillStyle = this.color(curve.color);
    pen.strokeStyle = this.color(curve.color);
    pen.lineWidth = curve.thin ? 1 : 2.25;
    pen.textAlign = 'center';
    pen.beginPath();
    const first = Math.max(0, Math.floor(view.from_ns / width_ns - 0.5));
    const last = Math.min(curve.values.length - 1, Math.ceil(view.to_ns / width_ns - 0.5));
    let down = false;
    // Marks of several lines stand beside each other.
    const shift = this.gutter + MARK_STEP * index;
    let marked = -Infinity;
    for (let i = first; i <= last; i += 1) {
      const value = curve.values[i] ?? null;
      if (value === null) {
        down = false;
        continue;
      }
      const x = this.x((i + 0.5) * width_ns);
      if (down) pen.lineTo(x, y(value));
      else pen.moveTo(x - 1, y(value));
      if (!down) pen.lineTo(x + 1, y(value));
      down = true;
      if (curve.mark === '' || value === 0 || x - marked < MARK_DISTANCE) continue;
      pen.fillText(curve.mark, x, y(value));
      marked = x - ((x - shift) % MARK_DISTANCE);
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

function scaleMarks(scale: Scale, low: number, high: number): readonly number[] {
  if (scale === 'log') return decades(low, high);
  return scale === 'linear' ? [0, high / 2, high] : [low, 0, high];
}

function inUnit(value: number, unit: string): string {
  const inSeconds = unit === 'ms' && Math.abs(value) >= 1_000;
  const shown = (inSeconds ? value / 1_000 : value).toLocaleString('en-US', {
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  return `${shown} ${inSeconds ? 's' : unit}`;
}

function decades(low: number, high: number): number[] {
  const marks: number[] = [];
  for (let mark = low; mark <= high * 1.001; mark *= 10) marks.push(mark);
  return marks.length > 5 ? marks.filter((_, i) => i % 2 === 0) : marks;
}
