/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { checkOperations } from '../check/check.js';
import { decodeCasRegister } from '../formats/jepsen/decode.js';
import { pairJepsenEvents } from '../formats/jepsen/pairing.js';
import { jepsenEventsOfEtcdLog } from '../formats/jepsen/porcupine-etcd.js';
import { alterHistory } from '../generate/alterations.js';
import { generateHistory, type HistoryOptions } from '../generate/history.js';
import { casRegister } from '../models/cas-register.js';
import { keyValue } from '../models/key-value.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { register } from '../models/register.js';
import type { Model, Operation, Value } from '../types.js';
import { textbookCheck } from './textbook.js';

/** This package and the textbook on the same histories, in one run. */
export interface Ratio {
  readonly name: string;
  readonly textbookMs: number;
  readonly packageMs: number;
  /** How many times faster at least; set where there is a target. */
  readonly target?: number;
  /** False if the textbook gave up, so that its time is a lower bound. */
  readonly finished: boolean;
}

const ROUNDS = 15;
const TEXTBOOK_LIMIT_MS = 20_000;

/**
 * A model as a user would write one: two functions and nothing else. Porcupine's etcd model.
 */
const USERS_MODEL: Model<Value, CasRegisterInput, CasRegisterOutput> = {
  name: 'users-register',
  init: () => [null],
  step(state, input, output) {
    if (input.f === 'write') {
      return [input.value];
    }
    if (input.f === 'read') {
      return output === undefined || output === state ? [state] : [];
    }
    const sets = input.from === state;
    return output === undefined || output === sets ? [sets ? input.to : state] : [];
  },
};

type CasHistory = Operation<CasRegisterInput, CasRegisterOutput>[];

/** The etcd logs of Porcupine, if they are there. */
function etcdHistories(folder: URL): CasHistory[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => {
      const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
      return decodeCasRegister(pairJepsenEvents(jepsenEventsOfEtcdLog(lines)));
    });
}

/** Compares on the etcd logs (in `folder`) and on histories that the textbook can still do. */
export function ratios(folder: URL): Ratio[] {
  const etcd = etcdHistories(folder);
  const found: Ratio[] = [];
  if (etcd.length > 0) {
    const name = `${etcd.length} etcd logs`;
    found.push({ ...compareOn(`${name}, model of the package`, casRegister(), etcd), target: 50 });
    found.push({ ...compareOn(`${name}, model of a user`, USERS_MODEL, etcd), target: 10 });
  }
  const small = (operations: number, clients: number): HistoryOptions => ({ operations, clients });
  const kv: HistoryOptions = { ...small(3000, 50), keys: 10, values: { size: 5 } };
  const cas: HistoryOptions = { ...small(1000, 10), reads: 1 / 3, values: { size: 5 } };
  found.push(
    compareOn('register, unique, 5 in flight, 3,000', register(), [
      generateHistory('register', small(3000, 5)),
    ]),
    compareOn('register, unique, 5 in flight, 3,000, illegal', register(), [
      alterHistory('register', generateHistory('register', small(3000, 5)))?.history ?? [],
    ]),
    compareOn('register, unique, 10 in flight, 10,000', register(), [
      generateHistory('register', small(10_000, 10)),
    ]),
    compareOn('cas-register, 5 values, 10 in flight, 1,000', casRegister(), [
      generateHistory('cas-register', cas),
    ]),
    compareOn('key-value, ten keys, 5 values, 50 in flight, 3,000', keyValue(), [
      generateHistory('key-value', kv),
    ]),
  );
  return found;
}

/** The best of some rounds of each, one after the other. */
function compareOn<State, Input, Output>(
  name: string,
  model: Model<State, Input, Output>,
  histories: readonly (readonly Operation<Input, Output>[])[],
): Ratio {
  let textbookMs = Infinity;
  let packageMs = Infinity;
  let finished = true;
  for (let round = 0; round < ROUNDS; round++) {
    const ours = timed(() =>
      histories.map((history) => checkOperations(model, history, { explain: false }).verdict),
    );
    packageMs = Math.min(packageMs, ours.ms);
    if (round > 0 && textbookMs > 3000) {
      continue;
    }
    const theirs = timed(() =>
      histories.map((history) => textbookCheck(model, history, TEXTBOOK_LIMIT_MS)),
    );
    textbookMs = Math.min(textbookMs, theirs.ms);
    theirs.value.forEach((verdict, at) => {
      finished &&= verdict !== 'unknown';
      if (verdict !== 'unknown' && verdict !== ours.value[at]) {
        throw new Error(
          `${name}, history ${at}: the textbook says ${verdict}, the package ${ours.value[at]}`,
        );
      }
    });
  }
  return { name, textbookMs, packageMs, finished };
}

function timed<T>(run: () => T): { value: T; ms: number } {
  const start = performance.now();
  const value = run();
  return { value, ms: performance.now() - start };
}
