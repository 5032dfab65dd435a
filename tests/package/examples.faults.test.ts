import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ended, pack, projectWith } from './tarballs.js';

const POSTGRESQL = 'examples/postgresql';
const NATS = 'examples/nats';

const tarballs = mkdtempSync(join(tmpdir(), 'faultline-tarballs-'));
let project = '';

beforeAll(() => {
  project = projectWith([pack('.', tarballs)], [POSTGRESQL, NATS]);
});

afterAll(() => {
  rmSync(tarballs, { recursive: true });
  rmSync(project, { recursive: true, force: true });
});

// The first run of each builds its images.
it.each([
  [POSTGRESQL, 'test'],
  [POSTGRESQL, 'test:isolation'],
  [POSTGRESQL, 'test:commit'],
  [POSTGRESQL, 'test:patroni'],
  [NATS, 'test:faults'],
])(
  'all scenarios of %s, `npm run %s`, come out as expected',
  { timeout: 1_200_000 },
  async (at, script) => {
    const { code, stdout, stderr } = await ended(join(project, at), 'npm', 'run', script);
    expect(code, stdout + stderr).toBe(0);
  },
);
