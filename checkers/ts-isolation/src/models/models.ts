import { EXCLUDED_BY, type AnomalyType } from './anomalies.js';
import { UnknownModelError } from './unknown-model.js';

/**
 * Consistency models, and the weaker ones that each implies directly (Adya 1999; Bailis and others
 * 2013; Cerone and Gotsman 2015; Elle). `read-atomic` and `causal` are those of Biswas and Enea (2019)
 * and take in the order in which each session did its transactions; the others do so where their
 * names begin with `strong-session`, and take in real time where they begin with `strong` or `strict`.
 * `pram` is pipelined RAM (Lipton and Sandberg 1988) of whole transactions, with read committed. Causal does not
 * imply it: that has one order for all sessions, in which a session may see things late (causal convergence).
 */
const IMPLIES = {
  'read-uncommitted': [],
  'read-committed': ['read-uncommitted'],
  'monotonic-atomic-view': ['read-committed'],
  'cursor-stability': ['read-committed'],
  'consistent-view': ['cursor-stability', 'monotonic-atomic-view'],
  'repeatable-read': ['cursor-stability', 'monotonic-atomic-view'],
  'snapshot-isolation': ['consistent-view'],
  serializable: ['repeatable-read', 'snapshot-isolation'],
  'strong-session-read-uncommitted': ['read-uncommitted'],
  'strong-session-read-committed': ['read-committed', 'strong-session-read-uncommitted'],
  'read-atomic': ['monotonic-atomic-view', 'strong-session-read-committed'],
  causal: ['read-atomic'],
  pram: ['read-committed'],
  'strong-session-snapshot-isolation': ['snapshot-isolation', 'causal', 'pram'],
  'strong-session-serializable': ['serializable', 'strong-session-snapshot-isolation'],
  'strong-read-uncommitted': ['strong-session-read-uncommitted'],
  'strong-read-committed': ['strong-session-read-committed', 'strong-read-uncommitted'],
  'strong-snapshot-isolation': ['strong-session-snapshot-isolation', 'strong-read-committed'],
  'strict-serializable': ['strong-session-serializable', 'strong-snapshot-isolation'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What a history is judged against. */
export type ConsistencyModel = keyof typeof IMPLIES;

/** Every model, the weaker before the stronger. */
export const CONSISTENCY_MODELS = Object.keys(IMPLIES) as readonly ConsistencyModel[];

/** A model and all that it implies. */
function impliedBy(model: ConsistencyModel): ReadonlySet<ConsistencyModel> {
  const implied = new Set<ConsistencyModel>([model]);
  for (const one of implied) for (const weaker of IMPLIES[one]) implied.add(weaker);
  return implied;
}

const IMPLIED: ReadonlyMap<ConsistencyModel, ReadonlySet<ConsistencyModel>> = new Map(
  CONSISTENCY_MODELS.map((model) => [model, impliedBy(model)]),
);

/**
 * A model and all that it implies.
 * @throws UnknownModelError for what is no model: it would forbid nothing.
 */
export function modelsImpliedBy(model: ConsistencyModel): ReadonlySet<ConsistencyModel> {
  const implied = IMPLIED.get(model);
  if (implied === undefined) throw new UnknownModelError(model, CONSISTENCY_MODELS);
  return implied;
}

/**
 * Whether a history of one model is always one of another.
 * @throws UnknownModelError
 */
export function implies(model: ConsistencyModel, other: ConsistencyModel): boolean {
  return modelsImpliedBy(model).has(other);
}

/**
 * Whether a model forbids an anomaly.
 * @throws UnknownModelError
 */
export function forbids(model: ConsistencyModel, type: AnomalyType): boolean {
  return EXCLUDED_BY[type].some((weakest) => implies(model, weakest));
}

/** What the anomalies of a history say of all models. */
export function modelsOf(types: readonly AnomalyType[]): {
  readonly weakestExcluded: readonly ConsistencyModel[];
  readonly strongestNotExcluded: readonly ConsistencyModel[];
} {
  const excluded = CONSISTENCY_MODELS.filter((model) => types.some((type) => forbids(model, type)));
  const left = CONSISTENCY_MODELS.filter((model) => !excluded.includes(model));
  return {
    weakestExcluded: excluded.filter(
      (model) => !excluded.some((other) => other !== model && implies(model, other)),
    ),
    strongestNotExcluded: left.filter(
      (model) => !left.some((other) => other !== model && implies(other, model)),
    ),
  };
}
