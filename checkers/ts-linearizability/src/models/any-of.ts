import { distinct } from '../history/columns.js';
import type { ClaimedBy, Control, Model, Recognition, SpecialisedVerdict } from '../types.js';

/**
 * The model of an object of which it is not known how it begins: as the first of these models, or
 * as another of them. They differ in their states at first only.
 */
export function anyOf<State, Input, Output>(
  first: Model<State, Input, Output>,
  ...others: readonly Model<State, Input, Output>[]
): Model<State, Input, Output> {
  const all = [first, ...others];
  const { ofPart } = first;
  return {
    ...first,
    ...(ofPart === undefined
      ? {}
      : {
          ofPart: (key, operations) =>
            anyOf(
              ofPart(key, operations),
              ...others.map((other) => other.ofPart?.(key, operations) ?? other),
            ),
        }),
    init: () => all.flatMap((model) => model.init()),
    specialised: (first.specialised ?? []).map(({ name, isSecond = false }, which) => ({
      isSecond,
      name,
      recognise(operations) {
        const recognitions = all.map(
          ({ specialised = [] }) => specialised[which]?.recognise(operations) ?? MISSING,
        );
        return { recognised: true, check: (control) => checkAny(recognitions, control) };
      },
    })),
  };
}

const MISSING: Recognition = {
  recognised: false,
  because: 'there is no such method for one of the beginnings',
};

/** Legal from one beginning is legal; illegal from all of them is illegal. */
function checkAny(recognitions: readonly Recognition[], control: Control): SpecialisedVerdict {
  const witness: number[] = [];
  let undecided: SpecialisedVerdict | undefined;
  const claims: ClaimedBy[] = [];
  let reason: string | undefined;
  for (const recognition of recognitions) {
    const verdict: SpecialisedVerdict = recognition.recognised
      ? recognition.check(control)
      : { verdict: 'undecided', because: recognition.because };
    if (verdict.verdict === 'ok') {
      return verdict;
    }
    if (verdict.verdict === 'undecided') {
      undecided ??= verdict;
    } else {
      witness.push(...verdict.witness);
      reason ??= verdict.reason;
      claims.push(...(verdict.claim === undefined ? [] : [verdict.claim]));
    }
  }
  return (
    undecided ?? {
      verdict: 'illegal',
      witness: distinct(witness),
      ...(claims.length === 0 ? {} : { claim: weakestOf(claims) }),
      reason: `however it began: ${reason ?? 'there is no legal order'}`,
    }
  );
}

/** What holds of several witnesses together: as little as of any of them. */
function weakestOf(claims: readonly ClaimedBy[]): ClaimedBy {
  const starts = claims.map(({ from }) => from);
  const isInTime = starts.some((from) => from.endsWith('-in-time'));
  const state = starts.some((from) => from.startsWith('any-state')) ? 'any-state' : 'initial-state';
  return { from: isInTime ? `${state}-in-time` : state, minimal: false };
}
