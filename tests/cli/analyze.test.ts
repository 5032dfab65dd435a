import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FILES } from '../../harness/store/layout.js';
import { faultline } from '../support/cli.js';
import { expectBadInput, folderOf, runMemory } from '../support/memory-runs.js';

let results = '';
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-cli-'));
});
afterAll(() => rm(results, { recursive: true }));

describe('analyze', () => {
  let folder = '';
  beforeAll(async () => {
    folder = folderOf(await runMemory(results, '--json'));
  });

  async function copied(): Promise<string> {
    const copy = await mkdtemp(join(results, 'copy-'));
    await cp(folder, copy, { recursive: true });
    return copy;
  }

  /** The lines of a copy's history, which then has no compressed one any more. */
  async function unzippedIn(copy: string): Promise<string[]> {
    const path = join(copy, FILES.history);
    const text = gunzipSync(await readFile(path)).toString('utf8');
    await rm(path);
    return text.split('\n');
  }

  it('comes to the same verdict as the run, by the same code', async () => {
    const before = await readFile(join(folder, 'results.json'), 'utf8');
    const { code } = await faultline('analyze', folder);
    expect(code).toBe(0);
    const strip = (text: string): unknown =>
      JSON.parse(text.replaceAll(/"\w*(duration|elapsed)\w*": [\d.]+/g, '"x": 0'));
    expect(strip(await readFile(join(folder, 'results.json'), 'utf8'))).toEqual(strip(before));
  });

  it('says unknown, not valid, of a history whose end is missing', async () => {
    const copy = await copied();
    const lines = await unzippedIn(copy);
    await writeFile(join(copy, FILES.plainHistory), `${lines.slice(0, 50).join('\n')}\n`);
    const { code, stdout } = await faultline('analyze', copy);
    expect(code, stdout).toBe(2);
  });

  it('reads a history whose last line is torn', async () => {
    const copy = await copied();
    const path = join(copy, FILES.history);
    await truncate(path, (await readFile(path)).length - 15);
    const { code, stderr } = await faultline('analyze', copy);
    expect([0, 2], stderr).toContain(code);
  });

  it('judges a history that was unzipped by hand as it judges the compressed one', async () => {
    const copy = await copied();
    await writeFile(join(copy, FILES.plainHistory), (await unzippedIn(copy)).join('\n'));
    const { code, stderr } = await faultline('analyze', copy);
    expect(code, stderr).toBe(0);
  });

  it('refuses a history whose compressed data was changed', async () => {
    const copy = await copied();
    const path = join(copy, FILES.history);
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes.subarray(0, 60), bytes.subarray(80)]));
    expectBadInput(await faultline('analyze', copy), /E_HISTORY_UNREADABLE/);
  });

  it('refuses a history that was changed, naming line and reason', async () => {
    const copy = await copied();
    const lines = await unzippedIn(copy);
    lines[4] = '{"index":4,"oops"';
    await writeFile(join(copy, FILES.plainHistory), lines.join('\n'));
    expectBadInput(await faultline('analyze', copy), /line 5, column 18 of/);
  });

  it('refuses a test that was changed, naming the file', async () => {
    const copy = await copied();
    await writeFile(join(copy, 'test.json'), '{"plan": {"name": 3}}');
    expectBadInput(await faultline('analyze', copy), /test\.json/);
  });
});
