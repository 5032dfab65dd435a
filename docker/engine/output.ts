/** Splits the engine's multiplexed output (8-byte frame headers) into its two streams. */
export class Output {
  readonly #chunks: [Buffer[], Buffer[]] = [[], []];
  #rest: Buffer = Buffer.alloc(0);
  #size_bytes = 0;

  /** Bytes of both streams so far. */
  get size_bytes(): number {
    return this.#size_bytes;
  }

  push(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (data.length >= 8) {
      const length = data.readUInt32BE(4);
      if (data.length < 8 + length) break;
      this.#chunks[data[0] === 2 ? 1 : 0].push(data.subarray(8, 8 + length));
      this.#size_bytes += length;
      data = data.subarray(8 + length);
    }
    this.#rest = data;
  }

  get stdout(): string {
    return Buffer.concat(this.#chunks[0]).toString('utf8');
  }

  get stderr(): string {
    return Buffer.concat(this.#chunks[1]).toString('utf8');
  }
}
