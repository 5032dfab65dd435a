import {
  concurrentKeys,
  DONE,
  type Context,
  type Draw,
  type Generator,
  type GeneratorEvent,
} from '../harness/core/generator/index.js';
import { registerType } from '../harness/core/data-types/index.js';
import { isJsonArray, type Json } from '../harness/core/json.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';
import { eachNodeReads, readsOfKeys } from './readers.js';

/** Of the ops that are no reads: writes, and compare-and-sets on the value before the last one. The others are on the last one. */
const WRITE_SHARE = 0.5;
const OLD_CAS_SHARE = 0.2;

interface KeyState {
  readonly random: Random;
  readonly remaining: number;
  /** The next value to write: every write and every compare-and-set of a key has its own, where there are not few. */
  readonly nextValue: number;
  /** How many values there are; 0 for as many as there are writes. */
  readonly values: number;
  /** The value seen last: what a compare-and-set expects, so that some succeed. */
  readonly seen: number | null;
  /** The value seen before that one: what a few expect, so that some fail. */
  readonly seenBefore: number | null;
  /** The kind of the next op as a fraction, drawn once, so that asking twice gives the same op. */
  readonly choice: number;
  /** The share of the ops that are reads. */
  readonly readShare: number;
  /** Whether the store has compare-and-sets; writes stand in for them where not. */
  readonly withCas: boolean;
}

/** Reads, unique writes and, where the store has them, compare-and-sets of one register. */
function registerOps(state: KeyState): Generator {
  const self: Generator = {
    op(context: Context): Draw {
      if (state.remaining === 0) return DONE;
      const thread = context.freeThread();
      if (thread === undefined) return { kind: 'pending', next: self };
      const [f, value] = template(state);
      const [choice, random] = state.random.fraction();
      const next = registerOps({
        ...state,
        random,
        choice,
        remaining: state.remaining - 1,
        nextValue: f === 'read' ? state.nextValue : valueAfter(state),
      });
      const process = context.processOf(thread);
      return { kind: 'op', op: { type: 'invoke', process, time: context.time, f, value }, next };
    },
    update(_context: Context, event: GeneratorEvent): Generator {
      const seen = valueSeen(event);
      return seen === undefined || seen === state.seen
        ? self
        : registerOps({ ...state, seen, seenBefore: state.seen });
    },
  };
  return self;
}

function valueAfter({ nextValue, values }: KeyState): number {
  return nextValue === values ? 1 : nextValue + 1;
}

function template(state: KeyState): [f: string, value: Json] {
  const { choice, readShare, seen, seenBefore, nextValue, withCas } = state;
  if (choice < readShare) return ['read', null];
  const ofOthers = (choice - readShare) / (1 - readShare);
  if (ofOthers < WRITE_SHARE || seen === null || !withCas) return ['write', nextValue];
  const expected = ofOthers >= 1 - OLD_CAS_SHARE ? (seenBefore ?? seen) : seen;
  return ['cas', [expected, nextValue]];
}

/** The register's value right after an op that succeeded; events carry `[key, value]`. */
function valueSeen(event: GeneratorEvent): number | null | undefined {
  if (event.type !== 'ok' || !isJsonArray(event.value)) return undefined;
  const value = event.value[1];
  if (event.f === 'cas' && isJsonArray(value)) {
    const target = value[1];
    return typeof target === 'number' ? target : undefined;
  }
  return typeof value === 'number' || value === null ? value : undefined;
}

/**
 * Independent registers, each used by a bounded number of threads. Values are unique per key,
 * which is what lets a checker judge them in n log n.
 *
 * A write that is lost is seen by whoever reads the key next, and never if the next op is another
 * write. So several keys are in use at a time, and of different lifetimes: each place among them
 * holds its keys for twice as many ops as the one before. At any rate some keys then retire within
 * a second, with a last value that the final reads must find, and some live through a fault.
 */
export const register: Workload = {
  name: 'register',
  summary: 'reads, unique writes and compare-and-sets on independent keys',
  invariant: 'each key is a linearizable register',
  dataType: registerType,
  checkers: ['linearizable'],
  model: { name: 'cas-register', options: { independent: true } },
  defaults: { threadsPerKey: 5, liveKeys: 8, opsPerKey: 100, readShare: 1 / 3, skew: 0, values: 0 },
  main({ random, options, operations }) {
    const withCas = operations.has('cas');
    const threadsPerKey = Number(options['threadsPerKey']);
    const liveKeys = Number(options['liveKeys']);
    const skew = Number(options['skew']);
    return concurrentKeys({ threadsPerKey, liveKeys, random, skew }, (key, place) => {
      const [choice, next] = random.fork(`key ${key}`).fraction();
      const remaining = Number(options['opsPerKey']) * 2 ** place;
      return registerOps({
        random: next,
        remaining,
        nextValue: 1,
        values: Number(options['values']),
        seen: null,
        seenBefore: null,
        choice,
        readShare: Number(options['readShare']),
        withCas,
      });
    });
  },
  final: ({ nodeCount, keys }) => eachNodeReads(nodeCount, readsOfKeys(keys), 0),
};
