/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { casRegister } from '../models/cas-register.js';
import { keyValue } from '../models/key-value.js';
import { multiRegister } from '../models/multi-register.js';
import { mutex } from '../models/mutex.js';
import type { CheckOptions, CheckResult, Model, Operation } from '../types.js';
import { readEdn } from './edn/stream.js';
import { decodeCasRegister, decodeMultiRegister, decodeMutex } from './jepsen/decode.js';
import { jepsenEventsOfEdn } from './jepsen/edn.js';
import { pairJepsenEvents } from './jepsen/pairing.js';
import { jepsenEventsOfEtcdLog } from './jepsen/porcupine-etcd.js';
import { readPorcupineKeyValue } from './jepsen/porcupine-kv.js';

// Histories of others with known verdicts, kept beside the project.
const ORACLES = new URL('../../../../../shared/oracles/', import.meta.url);
const present = existsSync(ORACLES);

interface Expected {
  readonly linearizable: Readonly<Record<string, boolean>>;
}

function expectedOf(folder: string): (readonly [string, boolean])[] {
  if (!present) {
    return [];
  }
  const text = readFileSync(new URL(`${folder}/expected.json`, ORACLES), 'utf8');
  return Object.entries((JSON.parse(text) as Expected).linearizable);
}

function read(path: string): string {
  return readFileSync(new URL(path, ORACLES), 'utf8');
}

/** Both ways to a verdict must agree. */
function verdicts<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): CheckResult['verdict'][] {
  const ways: CheckOptions[] = [{}, { method: 'search', explain: false }];
  return ways.map((options) => checkOperations(model, operations, options).verdict);
}

const words = (linearizable: boolean): string[] =>
  linearizable ? ['ok', 'ok'] : ['illegal', 'illegal'];

describe('oracles', () => {
  it.skipIf(present)('are not here: they belong in ../shared/oracles beside the project', () => {
    expect(present).toBe(false);
  });

  it.each(expectedOf('porcupine-etcd'))(
    'porcupine-etcd/%s is linearizable: %s',
    (file, expected) => {
      const events = jepsenEventsOfEtcdLog(read(`porcupine-etcd/${file}`).split('\n'));
      const operations = decodeCasRegister(pairJepsenEvents(events));
      expect(verdicts(casRegister(), operations)).toEqual(words(expected));
    },
  );

  it.each(expectedOf('porcupine-kv'))('porcupine-kv/%s is linearizable: %s', (file, expected) => {
    const operations = readPorcupineKeyValue(read(`porcupine-kv/${file}`));
    expect(verdicts(keyValue(), operations)).toEqual(words(expected));
  });

  it.each(expectedOf('knossos'))('knossos/%s is linearizable: %s', (file, expected) => {
    const pairs = pairJepsenEvents(jepsenEventsOfEdn(readEdn(read(`knossos/${file}`))));
    if (file.startsWith('mutex/')) {
      expect(verdicts(mutex(), decodeMutex(pairs))).toEqual(words(expected));
    } else if (file.startsWith('multi-register/')) {
      const model = multiRegister({ x: 0, y: 0 });
      expect(verdicts(model, decodeMultiRegister(pairs))).toEqual(words(expected));
    } else {
      // Knossos takes a read of nil as one of unknown value, and drops a failed cas.
      const operations = decodeCasRegister(pairs, {
        nilRead: 'unknown',
        failedCas: 'did-not-happen',
      });
      expect(verdicts(casRegister(0), operations)).toEqual(words(expected));
    }
  });
});
