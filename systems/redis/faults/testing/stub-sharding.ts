import type { MovedSlots, Sharding, ShardView } from '../../capabilities.js';

/** A cluster in memory of two primaries with a replica each, which obeys unless it is told not to. */
export class StubSharding implements Sharding {
  readonly views = new Map<string, ShardView>([
    ['n1', { servesSlots: true, slots: [0, 1, 2], follows: null, configEpoch: 1 }],
    ['n2', { servesSlots: true, slots: [3, 4, 5], follows: null, configEpoch: 2 }],
    ['n3', { servesSlots: false, slots: [], follows: 'n1', configEpoch: 1 }],
    ['n4', { servesSlots: false, slots: [], follows: 'n2', configEpoch: 2 }],
  ]);
  /** Nothing that is ordered has any effect. */
  deaf = false;

  view(node: string): Promise<ShardView> {
    const view = this.views.get(node);
    return view === undefined ? Promise.reject(new Error(`no ${node}`)) : Promise.resolve(view);
  }

  async takeOver(node: string): Promise<void> {
    if (this.deaf) return;
    const { follows } = await this.view(node);
    const { slots } = await this.view(follows ?? node);
    this.views.set(node, { servesSlots: true, slots, follows: null, configEpoch: 9 });
  }

  async moveSlots(from: string, to: string, count: number): Promise<MovedSlots> {
    const [giver, taker] = await Promise.all([this.view(from), this.view(to)]);
    const slots = giver.slots.slice(0, count);
    if (!this.deaf) {
      this.views.set(from, { ...giver, slots: giver.slots.slice(count) });
      this.views.set(to, { ...taker, slots: [...taker.slots, ...slots] });
    }
    return { slots, keys: slots.length * 2 };
  }
}
