import { type ConsistencyModel } from 'ts-isolation';
import { defineChecker } from '../../harness/core/catalogue.js';
import type { Checker } from '../../harness/core/checker.js';
import { modelOptions } from '../../harness/core/model-options.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { registers } from '../isolation/data-types.js';
import { verdictOf } from '../isolation/verdict.js';
import { casRegisterModel, registerModel } from '../models/registers.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { accessesIn } from './accesses.js';

const MODELS = [registerModel, casRegisterModel];

interface Level {
  readonly name: string;
  readonly summary: string;
  /** What a history of this level is: `causally consistent`. */
  readonly claimed: string;
  /** The level of transactions that says the same of transactions of a single op. */
  readonly of: ConsistencyModel;
}

/**
 * A checker of registers below linearizability, where all values that are written to a key differ. An op is a
 * transaction by itself; ts-isolation judges these.
 */
function levelChecker({ name, summary, claimed, of }: Level): Checker {
  return defineChecker({
    name,
    summary,
    dataTypes: ['register'],
    check(plan, history, { model: planned }): Verdict {
      const model = MODELS.find((one) => one.name === (planned?.name ?? casRegisterModel.name));
      if (model === undefined) {
        const names = MODELS.map((one) => one.name);
        return unknown(name, `the plan's model is not ${names.join(' or ')}`);
      }
      return judgedOrRefused(name, () => {
        // Where a plan names no model, the ops are those of the data type: each has its key.
        const given = plan.model?.options ?? { independent: true };
        const options = modelOptions(model, given, { models: [model] });
        const accesses = accessesIn(history, model, options);
        const result = registers.check(accesses, {
          consistencyModel: of,
          // What was there at first need not have been written.
          unseenWrites: options.initialUnknown === true ? 'possible' : 'garbage',
        });
        const claim = { checker: name, model: model.name, claimed, saysOfOthers: false };
        const verdict = verdictOf(claim, history, accesses, result);
        return verdict.outcome === 'valid' && result.committed === 0 && plan.imported === undefined
          ? unknown(name, 'no op of a session succeeded', verdict.details)
          : verdict;
      });
    },
  });
}

/**
 * Causal consistency: all that a process has seen or written comes before what it writes next, for everybody; and all
 * processes agree on one order of the writes to a key (causal convergence: Bouajjani and others, On verifying causal
 * consistency, 2017).
 */
export const causal = levelChecker({
  name: 'causal',
  summary: 'registers are causally consistent: nobody sees an effect without its causes',
  claimed: 'causally consistent',
  of: 'causal',
});

/**
 * PRAM (Lipton and Sandberg 1988): what a process sees is explained by one order of all writes and of its own reads that keeps
 * the order of each process. Processes need not agree on that order, nor on what causes what.
 */
export const pram = levelChecker({
  name: 'pram',
  summary:
    'registers are PRAM consistent: each process sees the writes of another one in their order',
  claimed: 'PRAM consistent',
  of: 'pram',
});

/**
 * Sequential consistency (Lamport 1979): there is one order of all ops that keeps the order of each process. What is found
 * is a violation for sure; as of transactions on registers, some are not found.
 */
export const sequential = levelChecker({
  name: 'sequential',
  summary: 'registers are sequentially consistent: one order of all ops, with that of each process',
  claimed: 'sequentially consistent',
  of: 'strong-session-serializable',
});
