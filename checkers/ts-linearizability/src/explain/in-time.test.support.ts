import type { Explanation, Model, Operation } from '../types.js';

/** An operation of which it may be that it never took effect. */
interface Weakened<Input> {
  readonly input: Input;
  readonly mayNotHappen: boolean;
}

/**
 * What a claim in time says of a witness, as a question to any checker: the history in which each of the others
 * may have taken effect between its call and its return, or never. It is illegal if the claim holds.
 *
 * @param states - what any state can be; those before the witness count only if it begins at first.
 */
export function inTime<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
  { witness, from }: Pick<Explanation, 'witness' | 'from'>,
  states: readonly State[],
) {
  const isAny = from === 'any-state-in-time';
  const weak: Model<State, Weakened<Input>, Output> = {
    name: 'in-time',
    init: isAny ? () => states : model.init,
    step: (state, { input, mayNotHappen }, output) => [
      ...(mayNotHappen ? [state] : []),
      ...model.step(state, input, output),
    ],
    ...(model.key === undefined ? {} : { key: model.key }),
  };
  const its = witness.map((at) => history[at] as Operation<Input, Output>);
  const first = Math.min(...its.map(({ call }) => call));
  const last = Math.max(...its.map((operation) => operation.return));
  const operations = [...history.entries()].flatMap(([at, one]) => {
    const mayNotHappen = !witness.includes(at);
    const isLeftOut = mayNotHappen && ((isAny && one.return < first) || one.call > last);
    return isLeftOut ? [] : [{ ...one, input: { input: one.input, mayNotHappen } }];
  });
  return { model: weak, operations };
}
