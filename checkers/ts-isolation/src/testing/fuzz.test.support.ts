import { checkListAppend } from '../list-append/check.js';
import { checkRwRegister } from '../rw-register/check.js';
import type { AnomalyType } from '../models/anomalies.js';
import { forbids, type ConsistencyModel } from '../models/models.js';
import type { IsolationResult, ListOp, RegisterOp, Transaction } from '../types.js';
import { validateOrder } from '../validate-order.js';
import { isAllowed, JUDGED_MODELS, type JudgedModel } from './brute-force.test.support.js';
import { randomOf, shuffled } from './random.test.support.js';
import { smallHistory, type DataType } from './random-history.test.support.js';
import { flawOf } from './witness.test.support.js';

export const DATA_TYPES: readonly DataType[] = ['list-append', 'rw-register'];

export function checkAs(
  type: DataType,
  history: readonly Transaction[],
  consistencyModel: ConsistencyModel,
): IsolationResult {
  return type === 'list-append'
    ? checkListAppend(history as readonly Transaction<ListOp>[], { consistencyModel })
    : checkRwRegister(history as readonly Transaction<RegisterOp>[], { consistencyModel });
}

/** How verdicts compare with the definition. */
export interface Tally {
  valid: number;
  invalid: number;
  /** Broken by the definition, but nothing was found. */
  missed: number;
}

export interface Disagreement {
  readonly what: 'false alarm' | 'missed' | 'order' | 'verdict' | 'proof';
  readonly seed: number;
  readonly type: DataType;
  readonly model: ConsistencyModel;
  readonly history: readonly Transaction[];
  readonly found: IsolationResult['forbidden'];
}

/** Levels that need no order of the values of registers, nor of elements that were never read. */
const WITHOUT_ORDER: ReadonlySet<JudgedModel> = new Set([
  'read-committed',
  'monotonic-atomic-view',
  'read-atomic',
  'causal',
  'pram',
]);

/** Where the rules find all that breaks a model. */
export function isComplete(type: DataType, model: JudgedModel): boolean {
  return WITHOUT_ORDER.has(model) || (type === 'list-append' && model.endsWith('serializable'));
}

/**
 * The history of a seed: a quarter has no reads that go astray. In half of them the transactions do not stand in the
 * order in which they took effect, so only their times tell it.
 */
export function historyOf(seed: number, type: DataType): readonly Transaction[] {
  const stray = [0, 5, 15, 40][seed % 4] ?? 0;
  const history = smallHistory(seed, type, { stray, crash: 10, failure: 8 });
  return seed % 8 < 4 ? history : shuffled(history, randomOf(seed));
}

/**
 * Judges random histories by the rules and by the definitions.
 * @param histories - so many of each type of data, unless it is over before.
 */
export function fuzz(
  histories: number,
  firstSeed: number,
  isOver: () => boolean = () => false,
): {
  readonly histories: number;
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly disagreements: readonly Disagreement[];
  readonly missed: readonly Disagreement[];
} {
  const tallies = new Map<string, Tally>();
  const disagreements: Disagreement[] = [];
  const missed: Disagreement[] = [];
  let judged = 0;
  for (let seed = firstSeed; judged < histories && !isOver(); seed += 1, judged += 1) {
    for (const type of DATA_TYPES) {
      const history = historyOf(seed, type);
      const strict = checkAs(type, history, 'strict-serializable');
      const model = 'strict-serializable';
      for (const anomaly of strict.anomalies) {
        const flaw = flawOf(history, anomaly);
        if (flaw === null) continue;
        disagreements.push({ what: 'proof', seed, type, model, history, found: [anomaly.type] });
      }
      for (const model of JUDGED_MODELS) {
        // What is found does not depend on the model; only what it forbids, and the order.
        const { order } =
          model.endsWith('serializable') && model !== 'strict-serializable'
            ? checkAs(type, history, model)
            : strict;
        const found = Object.keys(strict.counts) as AnomalyType[];
        const forbidden = found.filter((one) => forbids(model, one));
        const allowed = isAllowed(history, model);
        const tally = tallies.get(`${type} ${model}`) ?? { valid: 0, invalid: 0, missed: 0 };
        tallies.set(`${type} ${model}`, tally);
        const about = { seed, type, model, history, found: forbidden };
        // What a caller is told, of one model for each history.
        if (model === JUDGED_MODELS[seed % JUDGED_MODELS.length]) {
          const { verdict } = checkAs(type, history, model);
          if (verdict !== (forbidden.length > 0 ? 'invalid' : 'valid')) {
            disagreements.push({ what: 'verdict', ...about });
          }
        }
        if (forbidden.length > 0) {
          tally.invalid += 1;
          if (allowed) disagreements.push({ what: 'false alarm', ...about });
        } else if (allowed) {
          tally.valid += 1;
          // Every valid history of lists has an order.
          const isOrdered =
            order === null
              ? type !== 'list-append' || !model.endsWith('serializable')
              : validateOrder(history, order, model);
          if (!isOrdered) {
            disagreements.push({ what: 'order', ...about });
          }
        } else {
          tally.missed += 1;
          const list = isComplete(type, model) ? disagreements : missed;
          if (list.length < 1000) list.push({ what: 'missed', ...about });
        }
      }
    }
  }
  return { histories: judged * DATA_TYPES.length, tallies, disagreements, missed };
}
