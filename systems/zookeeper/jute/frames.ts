const LENGTH_BYTES = 4;

/** Cuts what a connection receives into records, each of which comes after its length. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  /** The records that are complete with this piece. @throws RangeError for a length below zero. */
  take(piece: Buffer): readonly Buffer[] {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const records: Buffer[] = [];
    while (this.#rest.length >= LENGTH_BYTES) {
      const length = this.#rest.readInt32BE(0);
      if (length < 0) throw new RangeError(`a record of ZooKeeper is ${length} bytes long`);
      const end = LENGTH_BYTES + length;
      if (this.#rest.length < end) break;
      records.push(this.#rest.subarray(LENGTH_BYTES, end));
      this.#rest = this.#rest.subarray(end);
    }
    return records;
  }
}
