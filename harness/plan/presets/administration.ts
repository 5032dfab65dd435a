import { lasting, type Preset, preset, stopsWrites } from './preset.js';

export const failover: Preset = preset('failover', 'the store’s own switch of the primary', {
  start: { fault: 'failover' },
});

/** What an administrator does, by plan or by mistake. */
export const administration: readonly Preset[] = [
  failover,
  preset('client-kill', 'the connections of all clients of the primary are ended', {
    start: { fault: 'client-kill', value: { target: 'primary' } },
  }),
  preset('client-kill-storm', 'the same again and again, for two seconds', {
    start: { fault: 'client-kill', value: { target: 'primary', for_ms: 2000, every_ms: 100 } },
  }),
  preset('debug-sleep', 'the primary answers nobody for three seconds', {
    start: { fault: 'debug-sleep', value: { target: 'primary', duration_ms: 3000 } },
  }),
  preset(
    'config-change',
    'the primary is told to want more replicas than there are, and refuses writes',
    stopsWrites(
      lasting('config-change', {
        target: 'primary',
        parameter: 'min-replicas-to-write',
        value: '99',
      }),
    ),
  ),
  preset('rolling-restart', 'one node after the other is restarted, the primary last', {
    start: { fault: 'rolling-restart' },
  }),
  preset('sentinel-reset', 'one Sentinel, chosen at random, forgets all but the primary', {
    start: { fault: 'sentinel-reset', value: { target: 'any' } },
  }),
  preset(
    'remove-sentinel',
    'one Sentinel, chosen at random, is taken out of the group and put back',
    lasting('remove-sentinel', { target: 'any', identity: 'kept' }),
    lasting('remove-sentinel', { target: 'any', identity: 'fresh' }),
  ),
  preset(
    'remove-replica',
    'one replica, chosen at random, is taken out of the group and put back, empty or not',
    lasting('remove-replica', { target: 'replica', data: 'wiped' }),
    lasting('remove-replica', { target: 'replica', data: 'kept' }),
  ),
  preset(
    'sentinel-hasty',
    'the Sentinels take a primary for down that is silent for 100 ms',
    lasting('sentinel-config', { parameter: 'down-after-milliseconds', value: '100' }),
  ),
  preset(
    'sentinel-patient',
    'the Sentinels wait a minute for a primary that is silent',
    lasting('sentinel-config', { parameter: 'down-after-milliseconds', value: '60000' }),
  ),
  preset(
    'repoint-replica',
    'one replica, chosen at random, follows another instead of the primary',
    lasting('repoint', { target: 'replica', to: 'replica' }),
  ),
  preset(
    'repoint-primary',
    'the primary follows one of its replicas: nobody takes writes',
    stopsWrites(lasting('repoint', { target: 'primary', to: 'replica' })),
  ),
  preset(
    'promote-by-mistake',
    'one replica, chosen at random, is made a primary beside the primary',
    lasting('repoint', { target: 'replica', to: 'nobody' }),
  ),
  preset('flushall', 'FLUSHALL on the primary by mistake: what was acknowledged is lost', {
    start: { fault: 'flushall', value: { target: 'primary' } },
  }),
];
