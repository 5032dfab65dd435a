import { expect, test } from 'vitest';
import { EnvironmentError } from '../../harness/core/errors.js';
import { systemClock } from '../../harness/core/clock.js';
import { REGISTRY_BASE } from '../build/base.js';
import { FakeEngine } from '../testing/fake-engine.js';
import { limited, missing, ok } from './finding.js';
import { fix } from './fix.js';

function request(engine: FakeEngine, images: readonly string[] = ['redis']) {
  return {
    engine,
    clock: systemClock(),
    images,
    progress: () => undefined,
    signal: new AbortController().signal,
    exclusively: <T>(work: () => Promise<T>): Promise<T> => work(),
  };
}

test('images that are missing are built, on a base that is pulled where that goes', async () => {
  const engine = new FakeEngine();
  await fix([missing('images', '', '', '', true)], request(engine));
  expect(engine.calls[0]).toBe(`pull ${REGISTRY_BASE}`);
  expect(engine.calls[1]).toMatch(/^build faultline\/redis:/);
});

test('a missing base is made even where no image is asked for', async () => {
  const engine = new FakeEngine();
  await fix([missing('base', '', '', '', true)], request(engine, []));
  expect(engine.calls).toEqual([`pull ${REGISTRY_BASE}`]);
});

test('what is ok, limited, or missing for good is left as it is', async () => {
  const engine = new FakeEngine();
  const findings = [
    ok('images', '', ''),
    limited('netem', '', '', ''),
    missing('engine', '', '', '', false),
  ];
  await fix(findings, request(engine));
  expect(engine.calls).toEqual([]);
});

test('an engine that came up meanwhile is neither installed nor started again', async () => {
  const engine = new FakeEngine();
  await fix([missing('engine', '', '', '', true)], request(engine));
  expect(engine.calls).toEqual([]);
});

test('a build that fails is an error with its reason', async () => {
  const engine = new FakeEngine();
  engine.refused.add('build');
  const fixed = fix([missing('images', '', '', '', true)], request(engine));
  await expect(fixed).rejects.toBeInstanceOf(EnvironmentError);
  await expect(fixed).rejects.toThrow(/refused: build/);
});
