const EMPTY = -1;
const START_CAPACITY = 1024;

/** A map from (state, class) to a result, in open-addressed typed arrays: 12 bytes a slot. */
export class StepTable {
  private stateOf = new Int32Array(START_CAPACITY).fill(EMPTY);
  private classOf = new Int32Array(START_CAPACITY);
  private resultOf = new Int32Array(START_CAPACITY);
  private mask = START_CAPACITY - 1;
  private size = 0;

  get bytes(): number {
    return 12 * (this.mask + 1);
  }

  /** The result stored, or `missing`. */
  get(state: number, operationClass: number, missing: number): number {
    const slot = this.slotOf(state, operationClass);
    return this.stateOf[slot] === EMPTY ? missing : (this.resultOf[slot] as number);
  }

  set(state: number, operationClass: number, result: number): void {
    if (2 * (this.size + 1) > this.mask) {
      this.grow();
    }
    const slot = this.slotOf(state, operationClass);
    if (this.stateOf[slot] === EMPTY) {
      this.size++;
    }
    this.stateOf[slot] = state;
    this.classOf[slot] = operationClass;
    this.resultOf[slot] = result;
  }

  private slotOf(state: number, operationClass: number): number {
    let hash = Math.imul(state, 0x9e3779b1) ^ Math.imul(operationClass + 1, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & this.mask;
    while (
      this.stateOf[slot] !== EMPTY &&
      (this.stateOf[slot] !== state || this.classOf[slot] !== operationClass)
    ) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }

  private grow(): void {
    const { stateOf, classOf, resultOf } = this;
    const capacity = 2 * (this.mask + 1);
    this.stateOf = new Int32Array(capacity).fill(EMPTY);
    this.classOf = new Int32Array(capacity);
    this.resultOf = new Int32Array(capacity);
    this.mask = capacity - 1;
    for (let slot = 0; slot < stateOf.length; slot++) {
      if (stateOf[slot] !== EMPTY) {
        const target = this.slotOf(stateOf[slot] as number, classOf[slot] as number);
        this.stateOf[target] = stateOf[slot] as number;
        this.classOf[target] = classOf[slot] as number;
        this.resultOf[target] = resultOf[slot] as number;
      }
    }
  }
}
