/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { etcdLogs, keyValueLogs, ORACLES } from '../generate/porcupine-logs.test.support.js';
import { checkOperations } from '../check/check.js';
import { casRegister } from '../models/cas-register.js';
import { keyValue } from '../models/key-value.js';
import type { Model, Operation } from '../types.js';

const present = existsSync(ORACLES);

/** The logs of a folder with the verdicts that Porcupine's own tests expect. */
function expectedOf<Log>(folder: string, logs: ReadonlyMap<string, Log>): [string, string, Log][] {
  if (!present) {
    return [];
  }
  const text = readFileSync(new URL(`${folder}/expected.json`, ORACLES), 'utf8');
  const { linearizable } = JSON.parse(text) as { linearizable: Record<string, boolean> };
  return Object.entries(linearizable).map(([name, is]) => [
    name,
    is ? 'ok' : 'illegal',
    logs.get(name) as Log,
  ]);
}

/** By a special method where there is one, and by the search. */
function verdicts<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
): string[] {
  return (['auto', 'search'] as const).map(
    (method) => checkOperations(model, history, { method }).verdict,
  );
}

describe("Porcupine's logs", () => {
  it.skipIf(present)('are not here: they belong in ../shared/oracles beside the project', () => {
    expect(present).toBe(false);
  });

  it.each(expectedOf('porcupine-etcd', etcdLogs()))(
    'porcupine-etcd/%s is %s',
    (_, expected, log) => {
      expect(verdicts(casRegister(), log)).toEqual([expected, expected]);
    },
  );

  it.each(expectedOf('porcupine-kv', keyValueLogs()))(
    'porcupine-kv/%s is %s',
    (_, expected, log) => {
      expect(verdicts(keyValue(), log)).toEqual([expected, expected]);
    },
  );
});
