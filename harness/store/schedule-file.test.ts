import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readSchedule } from './schedule-file.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-schedule-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file with a schedule', () => {
  it.each(['', '\uFEFF'])('is read, also past a byte order mark: %j', async (mark) => {
    const path = join(folder, 'schedule.json');
    await writeFile(path, `${mark}{"kind": "none"}`);
    expect(await readSchedule(path)).toEqual({ kind: 'none' });
  });

  it('that is none is refused, naming it', async () => {
    const path = join(folder, 'schedule.json');
    await writeFile(path, '{"kind": "some"}');
    await expect(readSchedule(path)).rejects.toThrow(`a schedule of faults in ${path}`);
  });
});
