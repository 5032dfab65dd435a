import { describe, expect, test } from 'vitest';
import type { RoleSample, ClockSample } from '../core/results.js';
import type { RoleView } from '../core/cluster-view.js';
import type { WitnessSample } from '../core/witness.js';
import { NS_PER_MS, sleep } from '../core/clock.js';
import { VirtualClock } from '../core/virtual-clock.js';
import { clockSampler } from './clock-sampler.js';
import { roleSampler } from './role-sampler.js';
import { witnessSampler } from './witness-sampler.js';

const primary: RoleView = { node: 'n1', role: 'primary' };
const replica: RoleView = { node: 'n1', role: 'replica' };

/** What a sampler does not ask of clocks. */
const UNUSED = {
  set: () => Promise.resolve({}),
  strobe: () => Promise.resolve(),
  jumps: () => Promise.resolve(0),
};

describe('roles', () => {
  test('are told when they change, and only then; a look that fails is no change', async () => {
    const clock = new VirtualClock();
    const told: RoleSample[] = [];
    const seen = [primary, primary, null, primary, replica, replica];
    const sampler = roleSampler(
      clock,
      () => {
        const role = seen.shift();
        return role === null
          ? Promise.reject(new Error('gone'))
          : Promise.resolve([role ?? replica]);
      },
      (sample) => told.push(sample),
    );
    sampler.start();
    await clock.run(sleep(clock, 1000));
    await sampler.stop();
    expect(told).toEqual([
      { time: 0, roles: [primary] },
      { time: 600 * NS_PER_MS, roles: [replica] },
    ]);
  });
});

describe('what nodes say of their roles and their replication', () => {
  test('is told when it changes, with the time from the question to the last answer', async () => {
    const clock = new VirtualClock();
    const told: (RoleSample | WitnessSample)[] = [];
    const offsets = [10, 10, null, 30];
    const sampler = witnessSampler(
      clock,
      async () => {
        await sleep(clock, 20);
        const offset = offsets.length > 1 ? offsets.shift() : offsets[0];
        const nodes = typeof offset === 'number' ? [{ node: 'n1', offset }] : [];
        return { roles: [primary], nodes };
      },
      { role: (sample) => told.push(sample), witness: (sample) => told.push(sample) },
    );
    sampler.start();
    await clock.run(sleep(clock, 1000));
    await sampler.stop();
    expect(told).toEqual([
      { time: 0, roles: [primary] },
      { time: 0, until: 20 * NS_PER_MS, nodes: [{ node: 'n1', offset: 10 }] },
      { time: 360 * NS_PER_MS, until: 380 * NS_PER_MS, nodes: [{ node: 'n1', offset: 30 }] },
    ]);
  });
});

describe('clocks', () => {
  test('are told at every look, with the nodes that could not be asked', async () => {
    const clock = new VirtualClock();
    const told: ClockSample[] = [];
    const clocks = {
      ...UNUSED,
      offsets_ms: (node: string) =>
        node === 'n2' ? Promise.reject(new Error('cut off')) : Promise.resolve({ server: 7 }),
    };
    const sampler = clockSampler(clock, clocks, ['n1', 'n2'], (sample) => told.push(sample));
    sampler.start();
    await clock.run(sleep(clock, 600));
    await sampler.stop();
    expect(told).toEqual(
      [0, 250, 500].map((time_ms) => ({
        time: time_ms * NS_PER_MS,
        offsets_ms: { n1: { server: 7 }, n2: null },
      })),
    );
  });

  test('are not looked at any more after the stop', async () => {
    const clock = new VirtualClock();
    let looks = 0;
    const sampler = clockSampler(
      clock,
      {
        ...UNUSED,
        offsets_ms: () => {
          looks += 1;
          return Promise.resolve({});
        },
      },
      ['n1'],
      () => undefined,
    );
    sampler.start();
    await clock.run(sleep(clock, 300));
    await sampler.stop();
    await clock.run(sleep(clock, 1000));
    expect(looks).toBe(2);
  });
});
