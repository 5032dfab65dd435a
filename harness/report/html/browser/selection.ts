import type { PageData, PageOp } from './page-data.js';
import type { View } from './view.js';

/** Which op is selected; the address of the page follows, so that it can be linked to. */
export class Selection {
  readonly #data: PageData;
  readonly #view: View;
  readonly #onChange: (op: PageOp) => void;
  op: PageOp | null = null;

  constructor(data: PageData, view: View, onChange: (op: PageOp) => void) {
    this.#data = data;
    this.#view = view;
    this.#onChange = onChange;
  }

  select(op: PageOp | undefined): void {
    if (op === undefined) return;
    this.op = op;
    this.#view.reveal(op.from_ns);
    history.replaceState(null, '', `#op-${op.index}`);
    this.#onChange(op);
  }

  /** Selects the op with an event of this index, and shows what is around it. */
  goTo(index: number): boolean {
    const found = this.#data.ops.find((op) => op.index === index || op.completion === index);
    if (found === undefined) return false;
    const span_ns = Math.max(20 * ((found.to_ns ?? found.from_ns) - found.from_ns), 2e8);
    this.#view.show(found.from_ns - span_ns / 2, found.from_ns + span_ns / 2);
    this.select(found);
    return true;
  }

  /** The next (1) or the previous (-1) op in time of those that `wanted` holds for. */
  step(direction: 1 | -1, wanted: (op: PageOp) => boolean): void {
    const ops = this.#data.ops.filter(wanted);
    const at = this.op;
    if (at === null) {
      this.select(ops[0]);
    } else if (direction === 1) {
      this.select(ops.find(({ index }) => index > at.index));
    } else {
      this.select(ops.findLast(({ index }) => index < at.index));
    }
  }

  /** The nearest op in the lane above or below. */
  stepLane(direction: 1 | -1): void {
    const at = this.op;
    if (at === null) return;
    const lane = at.lane + direction;
    const distance = (op: PageOp): number => Math.abs(op.from_ns - at.from_ns);
    const [first, ...others] = this.#data.ops.filter((op) => op.lane === lane);
    if (first === undefined) return;
    this.select(others.reduce((best, op) => (distance(op) < distance(best) ? op : best), first));
  }
}
