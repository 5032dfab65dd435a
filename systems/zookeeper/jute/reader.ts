/** Reads records of jute, field after field. @throws RangeError where the record ends too early. */
export class JuteReader {
  readonly #record: Buffer;
  #at = 0;

  constructor(record: Buffer) {
    this.#record = record;
  }

  int(): number {
    const value = this.#record.readInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  long(): bigint {
    const value = this.#record.readBigInt64BE(this.#at);
    this.#at += 8;
    return value;
  }

  bool(): boolean {
    const value = this.#record.readUInt8(this.#at) !== 0;
    this.#at += 1;
    return value;
  }

  /** Empty where there are none: a length of -1. */
  bytes(): Buffer {
    const length = Math.max(0, this.int());
    const end = this.#at + length;
    if (end > this.#record.length) throw new RangeError('a record of ZooKeeper is cut off');
    const value = this.#record.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  list<T>(read: () => T): readonly T[] {
    return Array.from({ length: Math.max(0, this.int()) }, read);
  }
}
