import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import type { Step } from '../../harness/core/schedule.js';
import { readHistory } from '../../harness/store/history-reader.js';
import { FILES } from '../../harness/store/layout.js';
import { faultline, start } from '../support/cli.js';
import { hostState, tracesOf } from '../support/host-state.js';
import { belongingsOf, subnetOf } from '../support/leftovers.js';

type Fault = Extract<Step, { fault: string }>;

/** Faults that are active together when the harness ends. */
const ACTIVE: readonly (readonly Fault[])[] = [
  [{ fault: 'start-freeze', value: { target: 'n2' } }],
  [
    { fault: 'start-partition', value: { grudge: 'one-node', target: 'n3' } },
    { fault: 'start-throttle', value: { target: 'n1', percent: 20 } },
    { fault: 'start-strobe', value: { target: 'n2', offset_ms: 3000, every_ms: 100 } },
  ],
  [
    { fault: 'start-pause', value: { target: 'n1' } },
    { fault: 'start-loss', value: { target: 'n2', percent: 20 } },
  ],
];

/** Faults that end nodes, disks or processes: each by itself. */
const ALONE: readonly Fault[] = [
  { fault: 'start-outage', value: { target: 'n1' } },
  { fault: 'start-shutdown', value: { target: 'n2' } },
  { fault: 'start-memory-limit', value: { target: 'n2' } },
  { fault: 'start-descriptor-limit', value: { target: 'n1' } },
  { fault: 'start-power-loss', value: { target: 'n1' } },
  { fault: 'start-disk-full', value: { target: 'n3' } },
  { fault: 'start-disk-slow', value: { target: 'n2' } },
  { fault: 'start-disk-read-only', value: { target: 'n1' } },
  { fault: 'start-file-corruption', value: { target: 'n3', damage: 'flip', bytes: 300 } },
];

describe.runIf(await engineTestsCanRun())('a harness that ends while faults are active', () => {
  let results = '';
  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-killed-'));
  });
  afterAll(() => rm(results, { recursive: true }));

  const endedBy = (faults: readonly Fault[], signals: readonly NodeJS.Signals[]) =>
    signals.map((signal) => ({
      signal,
      faults,
      names: faults.map(({ fault }) => fault).join(', '),
    }));
  const cases = [
    ...ACTIVE.flatMap((faults) => endedBy(faults, ['SIGINT', 'SIGTERM', 'SIGKILL'])),
    ...ALONE.flatMap((fault) => endedBy([fault], ['SIGINT', 'SIGKILL'])),
  ];

  it.each(cases)(
    'by $signal, in $names, leaves nothing on the host',
    async ({ signal, faults }) => {
      const schedule = join(results, 'schedule.json');
      const steps: Step[] = [
        { until: { acknowledged: 20 }, within_ms: 20_000 },
        ...faults,
        { for_ms: 120_000 },
      ];
      await writeFile(schedule, JSON.stringify({ kind: 'steps', steps }));
      const before = hostState();
      const options = {
        system: 'redis-sentinel',
        'system-option': 'appendonly=true',
        'time-limit': '200',
        schedule,
        results,
      };
      const { child, finished, shows } = start([
        'run',
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ]);
      const pid = child.pid ?? 0;
      await shows('clients at work');
      const subnet = subnetOf(pid);
      const last = faults.at(-1)?.fault.replace('start-', '') ?? '';
      await shows(`${last} on `);
      child.kill(signal);
      const { code, stderr } = await finished;
      if (signal === 'SIGKILL') {
        expect(belongingsOf(pid).length).toBeGreaterThan(3);
        const cleaned = await faultline('clean');
        expect(cleaned.code, cleaned.stderr).toBe(0);
      } else {
        expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : 143);
      }
      expect(belongingsOf(pid)).toEqual([]);
      expect(tracesOf(subnet)).toEqual([]);
      const { firewall, routes, interfaces, mounts, loopDevices, sysctls } = hostState();
      expect({ firewall, routes, interfaces, mounts, loopDevices }).toEqual({
        firewall: before.firewall,
        routes: before.routes,
        interfaces: before.interfaces,
        mounts: before.mounts,
        loopDevices: before.loopDevices,
      });
      expect(sysctls).toMatchObject(before.sysctls);
      const { history } = await readHistory(join(results, 'latest', FILES.history));
      expect(history.length).toBeGreaterThan(40);
    },
  );
});
