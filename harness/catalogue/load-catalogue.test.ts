import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { planOf } from '../../tests/fixtures/plan.js';
import { InputError } from '../core/errors.js';
import { History } from '../core/history.js';
import { BUILT_IN, findConfig, loadCatalogue } from './index.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-catalogue-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function configOf(text: string, name = 'faultline.config.ts'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** The text of a checker that nobody asks. */
const checker = (name: string): string =>
  `{ name: '${name}', summary: 's', check: () => { throw new Error('never asked') } }`;

/** The text of a fault with a preset. */
const fault = (name: string, preset: string): string =>
  `{ name: '${name}', summary: 's', provenBy: 'p', needs: [], value: [], fs: ['${name}'],
     presets: [{ name: '${preset}', summary: 's' }],
     overlap: () => ({ disturbs: [], relies: [] }), validate() {}, create() { throw new Error('never') } }`;

describe('a catalogue', () => {
  it('has what is built in and what a config adds, and knows where each comes from', async () => {
    const file = await configOf(
      `import { defineConfig } from 'faultline';\nexport default defineConfig({ checkers: [${checker('mine')}] });`,
    );
    const all = await loadCatalogue([BUILT_IN, file]);
    expect(all.sources).toEqual([BUILT_IN, file]);
    const from = Object.fromEntries(all.checkers.map((one) => [one.name, all.originOf(one)]));
    expect(from).toMatchObject({ stats: BUILT_IN, mine: file });
  });

  it('gives a config the very classes of this package', async () => {
    const file = await configOf(
      `import { InputError } from 'faultline';
       const check = () => { throw new InputError({ code: 'E', expected: 'a', actual: 'b', advice: 'c' }) };
       export default { checkers: [{ name: 'mine', summary: 's', check }] };`,
    );
    const { checkers } = await loadCatalogue([file]);
    const context = { bounds: { timeout_ms: 0, memory_bytes: 0 }, model: null };
    expect(() => checkers[0]?.check(planOf(), new History(), context)).toThrow(InputError);
  });

  it('finds the compose file that a config names beside the config, wherever it is loaded', async () => {
    await writeFile(join(folder, 'compose.yaml'), 'services: { one: { image: store:1 } }');
    const file = await configOf(
      `import { compose, defineSystem } from 'faultline';
       const client = { open: () => ({}) };
       export default { systems: [defineSystem({ name: 'mine', summary: 's', ...compose('compose.yaml'), client })] };`,
    );
    const { systems } = await loadCatalogue([file]);
    expect(systems[0]).toMatchObject({ defaultNodeCount: 1, aliases: [['one']] });
  });

  it('counts a value that stands in two places as one', async () => {
    const file = await configOf(
      `const one = ${checker('mine')};\nexport default { checkers: [one, one] };`,
    );
    expect((await loadCatalogue([file, file])).checkers).toHaveLength(1);
  });
});

describe('a config is refused that', () => {
  it.each([
    ['is no object', 'export default 5', /the default export of .* to be an object[^]*it is 5/],
    ['exports nothing', 'export const config = {}', /a default export in [^]*it has none/],
    ['has an unknown kind', 'export default { checker: [] }', /it has "checker"/],
    ['has no list', 'export default { checkers: {} }', /checkers of .* to be a list/],
    ['has an empty place', 'export default { checkers: [null] }', /checkers\[0\] .* an object/],
    ['has no name', 'export default { checkers: [{}] }', /checkers\[0\]\.name .*[^]*is missing/],
    [
      'has a name that no option can hold',
      `export default { checkers: [${checker('a, b')}] }`,
      /checkers\[0\]\.name of .* letters[^]*"a, b"/,
    ],
    [
      'lacks a function',
      `export default { checkers: [{ name: 'mine', summary: 's' }] }`,
      /checkers\[0\] \(mine\)\.check of .* a function[^]*it is missing/,
    ],
    [
      'has a name that is built in',
      `export default { checkers: [${checker('stats')}] }`,
      /"stats" is built in, and also in .*faultline\.config\.ts/,
    ],
    [
      'has a name twice',
      `export default { checkers: [${checker('mine')}, ${checker('mine')}] }`,
      /"mine" stands twice in .*faultline\.config\.ts/,
    ],
    [
      'has a fault with a preset of a name that is built in',
      `export default { faults: [${fault('mine', 'kill-any')}] }`,
      /every nemesis to have a name[^]*"kill-any" is built in/,
    ],
    [
      'has a fault with a preset of the name of a mix',
      `export default { faults: [${fault('mine', 'everything')}] }`,
      /"everything" is built in/,
    ],
    [
      'has a preset whose values are no list',
      `export default { faults: [{ ...${fault('mine', 'p')}, presets: [{ name: 'p', summary: 's', values: {} }] }] }`,
      /faults\[0\] \(mine\)\.presets\[0\]\.values of .* a list[^]*it is an object/,
    ],
    [
      'has a preset of a mix that is none',
      `export default { faults: [{ ...${fault('mine', 'p')}, presets: [{ name: 'p', summary: 's', mixes: ['mx'] }] }] }`,
      /presets\[0\]\.mixes\[0\] of .* mix or disk-mix or everything[^]*"mx"/,
    ],
    [
      'has a system made by hand whose clients have no mode that there is',
      `export default { systems: [{ name: 'mine', summary: 's', runsOn: 'containers', image: null, defaultNodeCount: 3,
         client: { open() {} }, clientModes: ['smrt'], capabilities: [], defaults: {}, create() {} }] }`,
      /systems\[0\] \(mine\)\.clientModes\[0\] of .* pinned or primary or smart[^]*"smrt"/,
    ],
    [
      'has a scenario with a field of its test that is none',
      `export default { scenarios: [{ name: 's', claim: 'c', source: 's', expectation: 'HOLDS', conditions: [],
         test: { system: 'memory', workload: 'set', rte: 5 } }] }`,
      /fields that there are in scenarios\[0\] \(s\)\.test of [^]*it has "rte"/,
    ],
    [
      'has a scenario that expects what there is not',
      `export default { scenarios: [{ name: 's', claim: 'c', source: 's', expectation: 'HOLD', conditions: [],
         test: { system: 'memory', workload: 'set' } }] }`,
      /expectation of .* VIOLATION or HOLDS[^]*"HOLD"/,
    ],
    ['is no TypeScript', 'export default {{', /a config file that loads[^]*faultline\.config\.ts/],
    [
      'throws',
      '\nthrow new TypeError("no such luck");\nexport default {}',
      /TypeError: no such luck[^]*/,
    ],
    [
      'imports what is not there',
      'import "./nowhere.js"; export default {}',
      /Cannot find module '\.\/nowhere\.js'/,
    ],
  ])('%s', async (_, text, message) => {
    const loading = loadCatalogue([BUILT_IN, await configOf(text)]);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toBeInstanceOf(InputError);
  });
});

describe('the config of a folder', () => {
  it('is that of the nearest folder above which has one', async () => {
    const file = await configOf('');
    expect(findConfig(folder)).toBe(file);
    expect(findConfig(join(folder, 'not', 'there'))).toBe(file);
    expect(findConfig(tmpdir())).toBeNull();
  });

  it('is refused where there are two', async () => {
    await configOf('');
    await configOf('', 'faultline.config.mjs');
    expect(() => findConfig(folder)).toThrow(/faultline\.config\.ts and faultline\.config\.mjs/);
  });
});
