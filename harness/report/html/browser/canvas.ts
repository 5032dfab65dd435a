import type { View } from './view.js';

/** A canvas with the pixels of its screen, a gutter for labels, and the page's colours. */
export class Chart {
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  readonly view: View;
  width = 0;
  height = 0;
  gutter = 88;
  /** Colours as they were when drawing began: asking for each mark would be slow. */
  readonly #colors = new Map<string, string>();

  constructor(canvas: HTMLCanvasElement, view: View) {
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('this browser has no canvas');
    this.canvas = canvas;
    this.pen = pen;
    this.view = view;
  }

  /** Takes the width that the page gives, and the height asked for; clears. */
  begin(height: number): void {
    const ratio = window.devicePixelRatio;
    this.#colors.clear();
    this.canvas.style.height = `${height}px`;
    this.width = this.canvas.clientWidth;
    this.height = height;
    this.gutter = this.width < 520 ? 58 : 88;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pen.clearRect(0, 0, this.width, height);
    this.pen.font = `11px ${getComputedStyle(this.canvas).fontFamily}`;
    this.pen.textBaseline = 'middle';
  }

  /** A colour of the page, by the name of its custom property. */
  color(name: string): string {
    let color = this.#colors.get(name);
    if (color === undefined) {
      color = getComputedStyle(this.canvas).getPropertyValue(`--${name}`).trim();
      this.#colors.set(name, color);
    }
    return color;
  }

  /** Where a moment stands. */
  x(time_ns: number): number {
    const { from_ns, to_ns } = this.view;
    return this.gutter + ((time_ns - from_ns) / (to_ns - from_ns)) * (this.width - this.gutter);
  }

  /** Which moment stands there. */
  timeAt(x: number): number {
    const { from_ns, to_ns } = this.view;
    const part = (x - this.gutter) / (this.width - this.gutter);
    return from_ns + Math.max(0, Math.min(1, part)) * (to_ns - from_ns);
  }

  /** The visible part of a stretch of time, at least `least` wide; `null` when out of sight. */
  stretch(from_ns: number, to_ns: number, least = 0): readonly [x: number, width: number] | null {
    if (to_ns < this.view.from_ns || from_ns > this.view.to_ns) return null;
    const left = Math.max(this.gutter, this.x(from_ns));
    const right = Math.min(this.width, this.x(to_ns));
    return [Math.min(left, this.width - least), Math.max(least, right - left)];
  }

  /** A label in the gutter. */
  label(text: string, y: number): void {
    const width = this.gutter - 12;
    this.pen.fillStyle = this.color('muted');
    this.pen.textAlign = 'right';
    this.pen.fillText(this.fitted(text, width), this.gutter - 8, y, width);
    this.pen.textAlign = 'left';
  }

  /** Text cut to about a width, measured once: measuring is what costs most in a drawing. */
  fitted(text: string, width: number): string {
    const whole = this.pen.measureText(text).width;
    if (whole <= width) return text;
    return `${text.slice(0, Math.max(1, Math.floor((text.length * width) / whole) - 2))}…`;
  }
}
