import { Kind, type RegisterColumns } from '../register/operations.js';

/** Of what sets its value whatever there is: what it replaces. */
const ANYTHING = -1;

/** What an operation does to the value. */
interface Effect {
  /** The value that it replaces, or `ANYTHING`. */
  readonly from: number;
  readonly to: number;
}

/** Small integers for what the operations of a history do to the value: equal ones for equal effects. */
export class EffectIds {
  /** Per operation: its effect; one that does nothing has one as well. */
  readonly ofOperation: Int32Array;
  /** Whether any operation replaces a value. */
  readonly hasReplacing: boolean;
  readonly #effects: Effect[] = [];
  readonly #writing = new Map<number, number>();

  constructor(
    { kind, value, from, return: returned }: RegisterColumns,
    { isBinding, relaxed }: { readonly isBinding?: Uint8Array; readonly relaxed: boolean },
  ) {
    const known = new Map<string, number>();
    let hasReplacing = false;
    this.ofOperation = Int32Array.from(kind, (own, at) => {
      const to = value[at] as number;
      const isCas = own === Kind.cas || own === Kind.maybe;
      const isReplacing = isCas && !(relaxed && returned[at] === Infinity);
      const isWrite = own === Kind.write || (isCas && !isReplacing);
      const replaced = isReplacing ? (from[at] as number) : ANYTHING;
      const key = isReplacing
        ? `${own},${replaced},${to},${isBinding?.[at]}`
        : isWrite
          ? `${to}`
          : '';
      let effect = known.get(key);
      if (effect === undefined) {
        effect = this.#effects.push({ from: replaced, to }) - 1;
        known.set(key, effect);
        if (isReplacing) {
          hasReplacing = true;
        } else if (isWrite) {
          this.#writing.set(to, effect);
        }
      }
      return effect;
    });
    this.hasReplacing = hasReplacing;
  }

  of(effect: number): Effect {
    return this.#effects[effect] as Effect;
  }

  /** Whether it sets its value whatever there is. */
  isWrite(effect: number): boolean {
    return this.of(effect).from === ANYTHING;
  }

  /** The effect of writing a value, if something does that. */
  writing(value: number): number | undefined {
    return this.#writing.get(value);
  }
}
