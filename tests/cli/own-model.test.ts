import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import type { Verdict } from '../../harness/core/verdict.js';
import { type Finished, start } from '../support/cli.js';
import { expectBadInput } from '../support/memory-runs.js';

vi.setConfig({ testTimeout: 90_000 });

/** A bag whose elements come out in any order, with a bug that can be switched on, and its model. */
const CONFIG = `
import {
  defineClient, defineConfig, defineModel, defineSystem, defineWorkload, queueType, unfold,
  type Json, type OpenRequest, type PlainInput,
} from 'faultline';

let elements: Json[] = [];

const client = defineClient({
  open: ({ options }: OpenRequest<unknown>) => ({ repeats: options['repeats'] === true }),
  async enqueue(_bag, element) { elements.push(element); },
  async dequeue(bag) {
    const [taken = null] = elements.slice(-1);
    if (!bag.repeats || Number(taken) % 5 !== 0) elements.pop();
    return taken;
  },
});

const system = defineSystem({
  name: 'bag-store',
  summary: 'elements come out in any order',
  runsOn: 'in-process',
  options: { repeats: false },
  setup() { elements = []; },
  client,
});

const bag = defineModel<readonly Json[], PlainInput, Json>({
  name: 'bag',
  summary: 'elements come out in any order',
  ops: 'enqueue v, dequeue → v, or null when it is empty',
  create: () => ({
    name: 'bag',
    init: () => [[]],
    step: (held, { f, value = null }, output) => {
      if (f === 'enqueue') return [[...held, value as Json]];
      if (output === null) return held.length === 0 ? [held] : [];
      const at = held.indexOf(output as Json);
      return at < 0 ? [] : [held.toSpliced(at, 1)];
    },
  }),
});

const bagging = (name: string, model: { name: string; options: {} }) => defineWorkload({
  name,
  summary: 'puts elements in and takes them out',
  invariant: 'every element comes out once',
  dataType: queueType,
  checkers: ['linearizable'],
  model,
  defaults: {},
  main: () => unfold(0, (n) => [n % 4 < 2 ? { f: 'enqueue', value: n } : { f: 'dequeue' }, n + 1]),
  final: () => null,
});

export default defineConfig({
  systems: [system],
  models: [bag],
  workloads: [
    bagging('bagging', { name: 'bag', options: {} }),
    bagging('queueing', { name: 'queue', options: {} }),
    bagging('nonsense', { name: 'bag', options: { colour: 'red' } }),
    bagging('unknown', { name: 'sack', options: {} }),
  ],
});
`;

let project = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'faultline-model-'));
  await writeFile(join(project, 'faultline.config.ts'), CONFIG);
});
afterAll(() => rm(project, { recursive: true }));

function run(workload: string, ...options: readonly string[]): Promise<Finished> {
  const args = ['run', '--system', 'bag-store', '--workload', workload, '--json'];
  const bounds = ['--time-limit', '0.5', '--rate', '100', '--seed', '1'];
  return start([...args, ...bounds, ...options], {}, { cwd: project }).finished;
}

async function verdictOf(running: Promise<Finished>): Promise<Verdict> {
  const { stdout, stderr } = await running;
  expect(stderr).not.toContain('E_');
  const { verdicts } = JSON.parse(stdout) as { readonly verdicts: readonly Verdict[] };
  const [verdict] = verdicts;
  if (verdict === undefined) throw new Error('there is no verdict');
  return verdict;
}

describe('a model of one’s own', () => {
  it('judges a run valid where the store keeps to it', async () => {
    const verdict = await verdictOf(run('bagging'));
    expect(verdict).toMatchObject({ checker: 'linearizable', outcome: 'valid' });
    expect(verdict.details).toMatchObject({ model: 'bag' });
    expect(verdict.details['operations']).toBeGreaterThan(20);
  });

  it('judges a run invalid where it does not, with ops, words, a story and legal orders', async () => {
    const { outcome, reason, anomalies } = await verdictOf(
      run('bagging', '--system-option', 'repeats=yes'),
    );
    expect(outcome).toBe('invalid');
    expect(reason).toMatch(/^the history is not linearizable as a bag: /);
    const [anomaly] = anomalies;
    expect(anomaly?.witness?.some(({ words }) => /^dequeue\(\) -> \d+$/.test(words))).toBe(true);
    expect(anomaly?.story?.length).toBe(anomaly?.witness?.length);
    expect(anomaly?.orders?.firstError).toBeTypeOf('number');
  });

  it('can say less than one of ours: what is no queue is a bag', async () => {
    expect((await verdictOf(run('queueing'))).outcome).toBe('invalid');
  });

  it('is refused before anything starts where there is none, or it has no such option', async () => {
    expectBadInput(await run('unknown'), /sack/);
    expectBadInput(
      await run('nonsense'),
      /no colour of nonsense: it says nothing of the model bag/,
    );
  });
});
