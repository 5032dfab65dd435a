/** Remembers the highest stack seen, copying only what changed since the last time. */
export class PrefixRecorder {
  private readonly best: Int32Array;
  height = 0;
  private unchanged = 0;

  constructor(capacity: number) {
    this.best = new Int32Array(capacity);
  }

  /** The stack was cut down to `height`. */
  cut(height: number): void {
    if (height < this.unchanged) {
      this.unchanged = height;
    }
  }

  /** The stack is about to be cut down from `height`. */
  peak(stack: Int32Array, height: number): void {
    if (height > this.height) {
      this.best.set(stack.subarray(this.unchanged, height), this.unchanged);
      this.height = height;
      this.unchanged = height;
    }
  }

  get longest(): Int32Array {
    return this.best.slice(0, this.height);
  }
}
