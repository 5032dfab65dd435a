import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import type { Outcome } from '../core/verdict.js';
import {
  checkFile,
  type Checked,
  type CheckHistoryOptions,
} from '../../tests/support/check-history.js';

// Histories of others with known verdicts, kept beside the project.
const ORACLES = fileURLToPath(new URL('../../../shared/oracles/', import.meta.url));
const present = existsSync(ORACLES);

function check(path: string, model: string, options: CheckHistoryOptions = {}): Promise<Checked> {
  const bounds = { timeout_ms: 60_000, memory_bytes: 1 << 30 };
  return checkFile(`${ORACLES}${path}`, model, { ...bounds, ...options });
}

function expected(folder: string): (readonly [string, Outcome])[] {
  if (!present) return [];
  const text = readFileSync(`${ORACLES}${folder}/expected.json`, 'utf8');
  const { linearizable } = JSON.parse(text) as { linearizable: Readonly<Record<string, boolean>> };
  return Object.entries(linearizable).map(([file, is]) => [file, is ? 'valid' : 'invalid']);
}

/** Each file of AWDIT's, with what it is for each level. */
function awdit(): (readonly [file: string, outcome: Outcome, level: string])[] {
  if (!present) return [];
  const { folders } = JSON.parse(readFileSync(`${ORACLES}awdit/expected.json`, 'utf8')) as {
    readonly folders: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  };
  return Object.entries(folders).flatMap(([folder, levels]) =>
    readdirSync(`${ORACLES}awdit/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.txt'))
      .flatMap((file) =>
        Object.entries(levels).map(
          ([level, is]) => [`${folder}/${file}`, is ? 'valid' : 'invalid', level] as const,
        ),
      ),
  );
}

/** A verdict of invalid comes with a witness, on lines of the file. */
function expectWitness(report: Checked): void {
  if (report.outcome !== 'invalid') return;
  expect(report.counterexample?.minimal).toBe(true);
  expect(report.counterexample?.witness.length).toBeGreaterThan(0);
  expect(report.counterexample?.witness.every(({ invocation }) => invocation.line > 0)).toBe(true);
}

describe('histories of others', () => {
  it.skipIf(present)('are not here: they belong in ../shared/oracles beside the project', () => {
    expect(present).toBe(false);
  });

  it.each(expected('porcupine-etcd'))('porcupine-etcd/%s is %s', async (file, outcome) => {
    const report = await check(`porcupine-etcd/${file}`, 'cas-register');
    expect(report).toMatchObject({ outcome, format: 'porcupine-etcd' });
    expectWitness(report);
  });

  it.each(expected('porcupine-kv'))('porcupine-kv/%s is %s', async (file, outcome) => {
    const report = await check(`porcupine-kv/${file}`, 'key-value');
    expect(report).toMatchObject({ outcome, format: 'porcupine-kv' });
    expect(report.partitions).toBeGreaterThan(5);
    expectWitness(report);
  });

  it.each(expected('knossos'))('knossos/%s is %s', async (file, outcome) => {
    const [folder = ''] = file.split('/', 1);
    // Knossos takes a read of nil for one of an unknown value.
    const options: Readonly<Record<string, CheckHistoryOptions>> = {
      'cas-register': { initial: '0', nilRead: 'unknown' },
      'multi-register': { initial: '{"x":0,"y":0}' },
    };
    const report = await check(`knossos/${file}`, folder, options[folder]);
    expect(report).toMatchObject({ outcome, format: 'edn' });
    expectWitness(report);
  });

  it.each(awdit())('awdit/%s is %s for %s', async (file, outcome, consistencyModel) => {
    const report = await check(`awdit/${file}`, 'rw-register', { consistencyModel });
    expect(report).toMatchObject({ outcome, format: 'awdit' });
  });

  describe.skipIf(!present)('elle-cli', () => {
    it('counter.json is a valid counter', async () => {
      const report = await check('elle-cli/counter.json', 'counter');
      expect(report).toMatchObject({ outcome: 'valid', format: 'elle-json', operations: 287 });
    });

    it('set.edn is a valid set', async () => {
      const report = await check('elle-cli/set.edn', 'grow-only-set');
      expect(report).toMatchObject({ outcome: 'valid', format: 'edn', operations: 4 });
    });

    it('rw-register.json, a read of what nobody wrote, is no linearizable register', async () => {
      // Elle calls it valid: it infers nothing from a write that it has not seen.
      const report = await check('elle-cli/rw-register.json', 'multi-register');
      expect(report).toMatchObject({ outcome: 'invalid', format: 'elle-json' });
      expect(report.counterexample?.witness.map(({ operation }) => operation)).toEqual(['x -> 3']);
    });

    it('rw-register.json is valid as Elle has it, and not where every write is in the history', async () => {
      const report = await check('elle-cli/rw-register.json', 'rw-register');
      expect(report).toMatchObject({ outcome: 'valid', operations: 3 });
      const strict = { modelOption: { unseenWrites: 'garbage' } };
      const { outcome, anomalies } = await check(
        'elle-cli/rw-register.json',
        'rw-register',
        strict,
      );
      expect(outcome).toBe('invalid');
      expect(anomalies.map(({ type }) => type)).toEqual(['garbage-read']);
    });

    it('set_full.json is an invalid set: its adds are keyed, and its read is not', async () => {
      await expect(check('elle-cli/set_full.json', 'grow-only-set')).rejects.toThrow(/line 587/);
      const keyed = check('elle-cli/set_full.json', 'grow-only-set', { independent: true });
      await expect(keyed).rejects.toThrow(/value of \[key v\] at line 588/);
      const one = await check('elle-cli/set_full.json', 'grow-only-set', { oneObject: true });
      expect(one).toMatchObject({ outcome: 'invalid', format: 'elle-json' });
      expectWitness(one);
    });

    it('paper-example.json is no list-append that is strictly serializable', async () => {
      const report = await check('elle-cli/paper-example.json', 'list-append');
      expect(report).toMatchObject({ outcome: 'invalid', operations: 4 });
      // The paper's own cycle: one transaction did not see 255's 8, and yet is last of 256. It also began
      // after the one that appended this 8 had ended.
      const types = report.anomalies?.map(({ type }) => type);
      expect(types).toEqual([
        'G-single',
        'G-single-realtime',
        'causality-violation',
        'pram-violation',
        'fractured-read-process',
      ]);
      expect(report.anomalies?.[0]?.transactions.map(({ invocation }) => invocation.line)).toEqual([
        7, 3, 5,
      ]);
    });

    it.each([
      ['bank.json', 'valid', 222],
      ['bank-negative-balances.json', 'invalid', 2],
    ])('%s is a bank that is %s', async (file, outcome, operations) => {
      const accounts = Array.from({ length: 10 }, (_, i) => [i, i === 0 ? 100 : 0]);
      const initial = JSON.stringify(Object.fromEntries(accounts));
      for (const options of [{ initial }, {}]) {
        const report = await check(`elle-cli/${file}`, 'bank', options);
        expect(report).toMatchObject({ outcome, operations });
        expectWitness(report);
      }
    });
  });
});
