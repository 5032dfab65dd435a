import { OrdersFigure } from './orders-figure.js';
import type { PageOrder, PageOrders } from './page-data.js';

/**
 * Lets a reader step through the legal orders around one anomaly.
 * @param root holds an `svg`, and elements of the classes that are asked for below.
 */
export function showOrders(root: HTMLElement, orders: PageOrders): void {
  new OrdersView(root, orders).draw();
}

class OrdersView {
  readonly #root: HTMLElement;
  readonly #orders: PageOrders;
  readonly #figure: OrdersFigure;
  #selected: number | null;

  constructor(root: HTMLElement, orders: PageOrders) {
    this.#root = root;
    this.#orders = orders;
    this.#selected = orders.firstError;
    const svg = root.querySelector('svg');
    if (svg === null) throw new Error('the orders of an anomaly have no picture');
    this.#figure = new OrdersFigure(svg, orders);
    this.#figure.listen(
      (op) => {
        this.#tell(op ?? this.#selected);
      },
      (op) => {
        this.#select(op);
      },
    );
    svg.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      this.#step(step);
    });
    // What is folded away has no width, and so nothing in it can be brought into sight.
    root.closest('details')?.addEventListener('toggle', () => {
      this.#reveal();
    });
    root.querySelector('.to-error')?.addEventListener('click', () => {
      if (orders.firstError !== null) this.#select(orders.firstError);
    });
  }

  #select(op: number): void {
    this.#selected = op;
    this.draw();
  }

  #reveal(): void {
    if (this.#selected !== null) this.#figure.reveal(this.#selected);
  }

  /** The next op of the order, or the one before. */
  #step(by: number): void {
    const steps = this.#order()?.steps ?? [];
    const at = steps.findIndex(({ op }) => op === this.#selected);
    const next = steps[at === -1 ? (by > 0 ? 0 : steps.length - 1) : at + by];
    if (next !== undefined) this.#select(next.op);
  }

  /** The longest order that holds what is selected; else the longest of all. */
  #order(): PageOrder | undefined {
    const op = this.#orders.ops.find((one) => one.op === this.#selected);
    return this.#orders.orders[op?.order ?? 0];
  }

  draw(): void {
    const order = this.#order();
    this.#figure.show(order, this.#selected);
    this.#reveal();
    this.#tell(this.#selected);
    const all = this.#orders.orders.length;
    const which = order === undefined ? 0 : this.#orders.orders.indexOf(order) + 1;
    const held = order?.steps.length ?? 0;
    this.#write('.which', `order ${which} of ${all}: ${held} of the ops shown, in green`);
  }

  /** What an op does to the state, or that it fits nowhere. */
  #tell(index: number | null): void {
    const op = this.#orders.ops.find((one) => one.op === index);
    if (op === undefined) {
      this.#write('.state', '');
      return;
    }
    const order = index === this.#selected ? this.#order() : this.#orders.orders[op.order ?? 0];
    const at = order?.steps.findIndex((step) => step.op === index) ?? -1;
    const step = order?.steps[at];
    const name = `op ${op.op}, ${op.words}`;
    this.#write(
      '.state',
      step === undefined
        ? `${name}: fits into no order; the longest ends in the state ${order?.steps.at(-1)?.after ?? 'at first'}`
        : `${name}: step ${at + 1} of ${order?.steps.length ?? 0}; state before: ${step.before}; after: ${step.after}`,
    );
  }

  #write(selector: string, text: string): void {
    const element = this.#root.querySelector(selector);
    if (element !== null) element.textContent = text;
  }
}
