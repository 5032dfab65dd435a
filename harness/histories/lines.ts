/** Cuts a text that comes in pieces into lines, without their ends. */
export class Lines {
  #rest = '';
  #count = 0;

  /** How many lines have been given. */
  get count(): number {
    return this.#count;
  }

  *push(piece: string): Generator<string> {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#count += 1;
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  }

  /** The last line, where nothing ended it. */
  *end(): Generator<string> {
    if (this.#rest === '') return;
    this.#count += 1;
    yield this.#rest;
    this.#rest = '';
  }
}
