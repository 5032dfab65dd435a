import { describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../core/clock.js';
import { defineClient } from '../core/client-definition.js';
import { VirtualClock } from '../core/virtual-clock.js';
import { defineSystem } from './define-system.js';
import { fakeNodes } from './testing/fake-programs.js';

/** A store of two programs on one node, of which the second may tell a time of its own. */
function storeThat(proxyTime: (offset_ms: number, now_ms: number) => number | null) {
  const clock = new VirtualClock();
  const { programs, context } = fakeNodes(['n1'], clock);
  const on = programs.get('n1');
  const definition = defineSystem({
    name: 'tiny',
    summary: 'a store',
    image: { name: 'tiny:1' },
    start: () => [{ name: 'db' }, { name: 'proxy' }],
    time({ program }) {
      const offset_ms =
        1000 * Number.parseFloat(on?.nodeFiles.get(`/clocks/${program}.clock`) ?? '');
      const now_ms = clock.epoch_ms + clock.now() / NS_PER_MS;
      return program === 'db' ? new Date(now_ms + offset_ms) : proxyTime(offset_ms, now_ms);
    },
    client: defineClient({ open: () => null }),
  });
  const system = definition.create({ ...context, capabilitiesNeeded: ['clocks'] });
  return { clock, on, context, definition, system };
}

describe('the clocks of a described store', () => {
  test('are set where its programs follow, as they say themselves', async () => {
    const { clock, on, definition, system } = storeThat((offset_ms, now_ms) => now_ms + offset_ms);
    expect(definition.capabilities).toContain('clocks');
    await clock.run(system.setup());
    expect([...(on?.withClocks ?? [])]).toEqual(['db', 'proxy']);
    const { clocks } = system.capabilities;
    expect(await clock.run(clocks?.offsets_ms('n1') ?? Promise.reject())).toEqual({
      db: 0,
      proxy: 0,
    });
    await clocks?.set('n1', { offset_ms: -2000, rate: 1 });
    expect(await clock.run(clocks?.offsets_ms('n1') ?? Promise.reject())).toEqual({
      db: -2000,
      proxy: -2000,
    });
  });

  test('are refused at the set-up where a program does not follow', async () => {
    const { clock, system } = storeThat((_, now_ms) => now_ms);
    await expect(clock.run(system.setup())).rejects.toThrow(
      /time of proxy on n1 to be 1000 ms ahead[^]*it is 0 ms ahead[^]*programs of Go/,
    );
  });

  test('are refused at the set-up where a program gives no time', async () => {
    const { clock, system } = storeThat(() => {
      throw new Error('ECONNREFUSED');
    });
    await expect(clock.run(system.setup())).rejects.toThrow(
      /"time" to give [^]* for proxy on n1[^]*ECONNREFUSED/,
    );
  });

  test('leave alone a program that tells no time', async () => {
    const { clock, on, system } = storeThat(() => null);
    await clock.run(system.setup());
    await system.capabilities.clocks?.set('n1', { offset_ms: 5000, rate: 1 });
    expect(on?.nodeFiles.get('/clocks/db.clock')).toBe('+5.000 x1\n');
    expect(on?.nodeFiles.get('/clocks/proxy.clock')).toBe('+0\n');
  });

  test('stay those of the machine where no fault of the run sets them', async () => {
    const { clock, on, context, definition } = storeThat(() => Number.NaN);
    const system = definition.create(context);
    await clock.run(system.setup());
    expect(on?.withClocks.size).toBe(0);
    expect(system.capabilities.clocks).toBeUndefined();
  });
});
