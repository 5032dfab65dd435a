import type { Key, Model, Operation } from '../types.js';
import { structuralKey } from '../values/key.js';

/**
 * Whether some order of the operations is legal, by trying them all. For histories of a few
 * operations, as a judge of the other checkers; it shares nothing with them but the models.
 */
export function isLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): boolean {
  const keyOf = (state: State): Key => model.key?.(state) ?? structuralKey(state);
  const dead = new Set<string>();
  const search = (placed: number, state: State): boolean => {
    const open = operations.map((_, i) => i).filter((i) => (placed & (1 << i)) === 0);
    const earliest = Math.min(...open.map((i) => operations[i]?.return ?? 0));
    if (earliest === Infinity || open.length === 0) {
      return true;
    }
    const name = `${placed} ${typeof keyOf(state)} ${String(keyOf(state))}`;
    if (dead.has(name)) {
      return false;
    }
    dead.add(name);
    return open.some((i) => {
      const operation = operations[i] as Operation<Input, Output>;
      return (
        operation.call <= earliest &&
        model
          .step(state, operation.input, operation.output)
          .some((next) => search(placed | (1 << i), next))
      );
    });
  };
  return model.init().some((state) => search(0, state));
}
