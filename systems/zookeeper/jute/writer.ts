/** Writes records of jute, the encoding of ZooKeeper: numbers big-endian, texts and bytes after their length. */
export class JuteWriter {
  readonly #pieces: Buffer[] = [];

  int(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return this.#put(bytes);
  }

  long(value: bigint): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return this.#put(bytes);
  }

  bool(value: boolean): this {
    return this.#put(Buffer.from([value ? 1 : 0]));
  }

  bytes(value: Buffer): this {
    return this.int(value.length).#put(value);
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value, 'utf8'));
  }

  /** All that was written, after its length, as it is sent. */
  framed(): Buffer {
    const length = Buffer.alloc(4);
    length.writeInt32BE(this.#pieces.reduce((sum, { length: one }) => sum + one, 0));
    return Buffer.concat([length, ...this.#pieces]);
  }

  #put(bytes: Buffer): this {
    this.#pieces.push(bytes);
    return this;
  }
}
