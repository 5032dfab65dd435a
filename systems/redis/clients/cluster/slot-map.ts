import { SLOTS } from '../../cluster/hash-slot.js';

/** An address as Redis gives it: `198.18.0.3:6379`. */
export type Address = string;

/** Which primary serves which slot, as a client was told. */
export class SlotMap {
  readonly #owners: (Address | undefined)[] = Array.from({ length: SLOTS });

  /** Takes over a reply of `CLUSTER SLOTS`: from, to, the primary, its replicas, … */
  learn(reply: unknown): void {
    this.#owners.fill(undefined);
    if (!Array.isArray(reply)) return;
    for (const [from, to, [host, port]] of reply as readonly [number, number, [string, number]][]) {
      this.#owners.fill(`${host}:${port}`, from, to + 1);
    }
  }

  /** A node has said that another one serves a slot. */
  move(slot: number, owner: Address): void {
    this.#owners[slot] = owner;
  }

  ownerOf(slot: number): Address | undefined {
    return this.#owners[slot];
  }
}
