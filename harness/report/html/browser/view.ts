/** The stretch of time that all charts show; changes are told to every listener. */
export class View {
  readonly duration_ns: number;
  from_ns = 0;
  to_ns: number;
  readonly #listeners: (() => void)[] = [];

  constructor(duration_ns: number) {
    this.duration_ns = duration_ns;
    this.to_ns = duration_ns;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Shows a stretch, clipped to the run, never shorter than 10 µs. */
  show(from_ns: number, to_ns: number): void {
    const span_ns = Math.min(this.duration_ns, Math.max(10_000, to_ns - from_ns));
    this.from_ns = Math.max(0, Math.min(from_ns, this.duration_ns - span_ns));
    this.to_ns = this.from_ns + span_ns;
    for (const listener of this.#listeners) listener();
  }

  /** Shows `factor` times as much, keeping one moment where it stands. */
  zoom(factor: number, around_ns = (this.from_ns + this.to_ns) / 2): void {
    const before = around_ns - this.from_ns;
    const after = this.to_ns - around_ns;
    this.show(around_ns - before * factor, around_ns + after * factor);
  }

  /** Moves by a part of what is shown. */
  pan(part: number): void {
    const shift_ns = (this.to_ns - this.from_ns) * part;
    this.show(this.from_ns + shift_ns, this.to_ns + shift_ns);
  }

  /** Moves as little as needed to have a moment in sight. */
  reveal(time_ns: number): void {
    const span_ns = this.to_ns - this.from_ns;
    if (time_ns >= this.from_ns && time_ns <= this.to_ns) return;
    this.show(time_ns - span_ns / 2, time_ns + span_ns / 2);
  }
}

const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

/** A moment of the run: `12.345 s`. */
export function moment(time_ns: number): string {
  return `${(time_ns / 1e9).toFixed(3)} s`;
}

/** A length of time in the unit that suits it. */
export function duration(length_ns: number): string {
  const [unit, size] = UNITS.find(([, ns]) => length_ns >= ns) ?? ['µs', 1e3];
  return `${Number((length_ns / size).toPrecision(3))} ${unit}`;
}

/** Round moments to label, at most `most` of them. */
export function ticksOf(view: View, most: number): number[] {
  const rough = (view.to_ns - view.from_ns) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(view.from_ns / step) * step; tick <= view.to_ns; tick += step) {
    ticks.push(tick);
  }
  return ticks;
}

/** A tick's label, with no more decimals than neighbours need to differ. */
export function tickText(tick_ns: number, view: View): string {
  const span_s = (view.to_ns - view.from_ns) / 1e9;
  const decimals = Math.max(0, Math.min(6, Math.ceil(1 - Math.log10(span_s))));
  return `${(tick_ns / 1e9).toFixed(decimals)} s`;
}
