/**
 * The operations that were called and have not returned, as time goes on. Those of one kind do the
 * same, so of several it may always be the one that returns first that takes effect first.
 */
export class Flight {
  /** Those that will return, by their calls. */
  readonly returning: number[] = [];
  readonly #kindOf: ArrayLike<number>;
  readonly #returned: Float64Array;
  /** Per kind, those that will return, the first to return first. */
  readonly #byKind = new Map<number, number[]>();
  /** Per kind, those without an answer, by their calls. */
  readonly #optional = new Map<number, number[]>();

  constructor(kindOf: ArrayLike<number>, returned: Float64Array) {
    this.#kindOf = kindOf;
    this.#returned = returned;
  }

  call(at: number): void {
    const returned = this.#returned[at] as number;
    const kinds = returned === Infinity ? this.#optional : this.#byKind;
    const kind = this.#kindOf[at] as number;
    const alike = kinds.get(kind) ?? [];
    kinds.set(kind, alike);
    if (returned === Infinity) {
      alike.push(at);
      return;
    }
    this.returning.push(at);
    const place = alike.findIndex((other) => (this.#returned[other] as number) > returned);
    alike.splice(place < 0 ? alike.length : place, 0, at);
  }

  return(at: number): void {
    const kind = this.#kindOf[at] as number;
    const alike = this.#byKind.get(kind) ?? [];
    alike.splice(alike.indexOf(at), 1);
    if (alike.length === 0) {
      this.#byKind.delete(kind);
    }
    this.returning.splice(this.returning.indexOf(at), 1);
  }

  /** Whether one of a kind is in flight. */
  has(kind: number): boolean {
    return this.#byKind.has(kind) || this.#optional.has(kind);
  }

  /** The first to return of those of a kind that are left; `undefined` if there is none. */
  first(kind: number, isLeft: (at: number) => boolean): number | undefined {
    return this.#byKind.get(kind)?.find(isLeft);
  }

  /** The operations of a kind that have no answer, by their calls. */
  optional(kind: number): readonly number[] {
    return this.#optional.get(kind) ?? [];
  }

  /** The kinds of those that will return, and of those that will not. */
  kinds(): { readonly returning: Iterable<number>; readonly optional: Iterable<number> } {
    return { returning: this.#byKind.keys(), optional: this.#optional.keys() };
  }
}
