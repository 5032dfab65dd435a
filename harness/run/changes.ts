/** What was seen last, so that only changes are told. */
export class Changes {
  #last = '';

  /** Whether something differs from what was given before. */
  isNew(seen: unknown): boolean {
    const text = JSON.stringify(seen);
    if (text === this.#last) return false;
    this.#last = text;
    return true;
  }
}
