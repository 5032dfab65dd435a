/**
 * Ops under way by the time they are given up. All ops have the same bound, so the queue is in
 * order by itself; what was answered is skipped when its turn comes.
 */
export class Deadlines<T> {
  #queue: { readonly at: number; readonly item: T }[] = [];
  #head = 0;

  push(at: number, item: T): void {
    this.#queue.push({ at, item });
  }

  /** The earliest deadline of an item that `isOpen`; `undefined` when there is none. */
  next(isOpen: (item: T) => boolean): number | undefined {
    for (;;) {
      const entry = this.#queue[this.#head];
      if (entry === undefined) {
        this.#queue = [];
        this.#head = 0;
        return undefined;
      }
      if (isOpen(entry.item)) return entry.at;
      this.#drop();
    }
  }

  /** Takes out every open item whose deadline is not after `now`. */
  *expired(now: number, isOpen: (item: T) => boolean): Generator<T, void, undefined> {
    for (;;) {
      const entry = this.#queue[this.#head];
      if (entry === undefined || (isOpen(entry.item) && entry.at > now)) return;
      this.#drop();
      if (isOpen(entry.item)) yield entry.item;
    }
  }

  #drop(): void {
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }
}
