/** Sums of numbers by their names. */
export class Sums {
  readonly sums: Record<string, number> = {};

  add(amounts: Readonly<Record<string, number>>): void {
    for (const [name, amount] of Object.entries(amounts)) {
      this.sums[name] = (this.sums[name] ?? 0) + amount;
    }
  }
}
