import type { Key, Model } from '../types.js';
import { structuralKey } from '../values/key.js';
import { shallowBytes } from '../values/size.js';

/** Gives equal states the same small integer. */
export class StateInterner<State> {
  readonly states: State[] = [];
  /** An estimate of the memory held, in bytes. */
  bytes = 0;
  private readonly byKey = new Map<Key, number>();
  private readonly byHash = new Map<Key, number[]>();
  private readonly model: Pick<Model<State, unknown, unknown>, 'key' | 'hash' | 'equal'>;

  constructor(model: Pick<Model<State, never, never>, 'key' | 'hash' | 'equal'>) {
    this.model = model;
  }

  /** The number of a state, new or known. */
  intern(state: State): number {
    const { key, hash, equal } = this.model;
    if (key === undefined && equal !== undefined) {
      return this.internByEqual(state, hash?.(state) ?? 0, equal);
    }
    const identity = key === undefined ? structuralKey(state) : key(state);
    const known = this.byKey.get(identity);
    if (known !== undefined) {
      return known;
    }
    this.bytes += 128 + shallowBytes(state);
    this.bytes += typeof identity === 'string' ? 4 * identity.length : 0;
    this.byKey.set(identity, this.states.length);
    return this.states.push(state) - 1;
  }

  private internByEqual(state: State, hash: number, equal: (a: State, b: State) => boolean) {
    const bucket = this.byHash.get(hash) ?? [];
    const known = bucket.find((id) => equal(this.states[id] as State, state));
    if (known !== undefined) {
      return known;
    }
    this.bytes += 192 + shallowBytes(state);
    bucket.push(this.states.length);
    this.byHash.set(hash, bucket);
    return this.states.push(state) - 1;
  }
}
