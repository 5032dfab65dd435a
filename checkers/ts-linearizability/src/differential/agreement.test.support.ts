import type { Kind, Kinds } from '../generate/kinds.test.support.js';
import { Random } from '../generate/random.test.support.js';
import type { Model, Operation, SpecialisedChecker } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { orderOf, recognitionBy, verdictBy } from './ask.test.support.js';
import { isLinearizable } from './exhaustive.test.support.js';
import { scatteredHistory } from './scattered-histories.test.support.js';
import { smallHistory } from './small-histories.test.support.js';

/** How a specialised checker and the exhaustive search compare on many histories. */
export interface Agreement {
  ok: number;
  illegal: number;
  undecided: number;
  notRecognised: number;
  /** Histories on which they differ, with the reason; at most a few are kept. */
  readonly disagreements: {
    readonly seed: number;
    readonly reason: string;
    readonly history: unknown;
  }[];
}

const KEPT = 3;
/** Compares on `count` histories, each of a seed of its own from `seed` on. */
export function compare<K extends Kind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  checker: SpecialisedChecker<Kinds[K]['input'], Kinds[K]['output']>,
  { count, seed, most }: { count: number; seed: number; most: number },
): Agreement {
  const agreement: Agreement = {
    ok: 0,
    illegal: 0,
    undecided: 0,
    notRecognised: 0,
    disagreements: [],
  };
  for (let i = 0; i < count && agreement.disagreements.length < KEPT; i++) {
    const random = new Random(seed + i);
    const history = (random.chance(0.5) ? smallHistory : scatteredHistory)(kind, random, most);
    const reason = judge(model, checker, history, agreement);
    if (reason !== undefined) {
      agreement.disagreements.push({ seed: seed + i, reason, history });
    }
  }
  return agreement;
}

function judge<State, Input, Output>(
  model: Model<State, Input, Output>,
  checker: SpecialisedChecker<Input, Output>,
  history: readonly Operation<Input, Output>[],
  agreement: Agreement,
): string | undefined {
  const recognition = recognitionBy(checker, history);
  if (!recognition.recognised) {
    agreement.notRecognised++;
    return undefined;
  }
  const verdict = verdictBy(checker, history);
  switch (verdict.verdict) {
    case 'undecided':
      agreement.undecided++;
      return undefined;
    case 'ok': {
      agreement.ok++;
      const order = orderOf(verdict);
      const validation = validateLinearization(model, history, order);
      return validation.valid === true
        ? undefined
        : `the linearization is wrong: ${JSON.stringify(validation)}`;
    }
    default: {
      agreement.illegal++;
      if (isLinearizable(model, history)) {
        return `legal, but called illegal: ${verdict.reason}`;
      }
      const witness = verdict.witness.map((at) => history[at] as Operation<Input, Output>);
      return isLinearizable(model, witness)
        ? `the witness ${verdict.witness.join()} is legal by itself: ${verdict.reason}`
        : undefined;
    }
  }
}
