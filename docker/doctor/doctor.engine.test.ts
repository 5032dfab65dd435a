import { describe, expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import { ensureImage } from '../build/image.js';
import { doctor, fix } from '../index.js';
import { dockerEngine } from '../engine/docker-engine.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';

const quiet = (): void => undefined;

describe.skipIf(!(await engineTestsCanRun()))('looking at a machine with an engine', () => {
  test('what runs need is found to work by trying it, and what is whole is not fixed', async () => {
    await ensureImage('redis', {
      engine: dockerEngine(systemClock()),
      progress: quiet,
      signal: new AbortController().signal,
      exclusively: (work) => work(),
    });
    const findings = await doctor({ images: ['redis'] });
    for (const check of ['host', 'engine', 'base', 'images', 'subnet', 'node', 'iptables']) {
      expect(findings.find((finding) => finding.check === check)).toMatchObject({ status: 'ok' });
    }
    const lines: string[] = [];
    await fix(findings, { images: ['redis'], progress: (line) => lines.push(line) });
    expect(lines).toEqual([]);
  });
});
