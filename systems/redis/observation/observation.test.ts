import { describe, expect, test } from 'vitest';
import { majority } from './majority.js';
import { replicationProblems } from './replication-health.js';
import { parseReplicationInfo, type ReplicationInfo } from './replication-info.js';
import { sentinelProblems } from './sentinel-health.js';
import { parseInstance, type SentinelView } from './sentinel-view.js';

const ADDRESSES = new Map([
  ['n1', '198.18.0.1'],
  ['n2', '198.18.0.2'],
  ['n3', '198.18.0.3'],
]);

function primary(offset = 100): ReplicationInfo {
  return {
    role: 'primary',
    follows: null,
    linkUp: false,
    offset,
    replicationId: 'a',
    left: null,
    followers: [],
  };
}

function replica(changes: Partial<ReplicationInfo> = {}): ReplicationInfo {
  return {
    role: 'replica',
    follows: '198.18.0.1',
    linkUp: true,
    offset: 100,
    replicationId: 'a',
    left: null,
    followers: [],
    ...changes,
  };
}

describe('replication', () => {
  test('a primary and a replica are read from INFO', () => {
    expect(parseReplicationInfo('role:master\r\nmaster_repl_offset:42\r\n')).toMatchObject({
      role: 'primary',
      follows: null,
      offset: 42,
    });
    const text =
      'role:slave\r\nmaster_host:198.18.0.1\r\nmaster_link_status:up\r\nmaster_sync_in_progress:0\r\nslave_repl_offset:7\r\n';
    expect(parseReplicationInfo(text)).toMatchObject({
      role: 'replica',
      follows: '198.18.0.1',
      linkUp: true,
      offset: 7,
    });
  });

  test('those that follow a server are read where they have caught up', () => {
    const text = [
      'role:master',
      'connected_slaves:3',
      'slave0:ip=198.18.0.2,port=6379,state=online,offset=14,lag=0',
      'slave1:ip=198.18.0.3,port=6379,state=wait_bgsave,offset=0,lag=0',
      'slave10:ip=198.18.0.4,port=6379,state=online,offset=14,lag=1',
      'slave_repl_offset:14',
      '',
    ].join('\r\n');
    expect(parseReplicationInfo(text).followers).toEqual(['198.18.0.2', '198.18.0.4']);
  });

  test('a link is not up while a sync is going on', () => {
    const text = 'role:slave\r\nmaster_link_status:up\r\nmaster_sync_in_progress:1\r\n';
    expect(parseReplicationInfo(text).linkUp).toBe(false);
  });

  test('one primary with replicas that have all it had is whole', () => {
    const views = new Map([
      ['n1', primary()],
      ['n2', replica()],
      ['n3', replica({ offset: 120 })],
    ]);
    expect(replicationProblems(views, ADDRESSES)).toEqual([]);
  });

  test('a replica of a replica is whole in a chain only', () => {
    const views = new Map([
      ['n1', primary()],
      ['n2', replica()],
      ['n3', replica({ follows: '198.18.0.2' })],
    ]);
    expect(replicationProblems(views, ADDRESSES, true)).toEqual([]);
    expect(replicationProblems(views, ADDRESSES)).toEqual(['n3 follows 198.18.0.2, not n1']);
    views.set('n3', replica({ follows: '198.18.0.9' }));
    expect(replicationProblems(views, ADDRESSES, true)).toHaveLength(1);
  });

  test.each<[string, readonly [string, ReplicationInfo | null][], string]>([
    [
      'no answer',
      [
        ['n1', primary()],
        ['n2', null],
      ],
      'n2 does not answer',
    ],
    [
      'two primaries',
      [
        ['n1', primary()],
        ['n2', primary()],
      ],
      'primaries: n1 and n2',
    ],
    [
      'no primary',
      [
        ['n1', replica()],
        ['n2', replica()],
      ],
      'primaries: none',
    ],
    [
      'another primary followed',
      [
        ['n1', primary()],
        ['n2', replica({ follows: '198.18.0.3' })],
      ],
      'n2 follows 198.18.0.3, not n1',
    ],
    [
      'a link down',
      [
        ['n1', primary()],
        ['n2', replica({ linkUp: false })],
      ],
      'n2 has no link to n1',
    ],
    [
      'a replica behind',
      [
        ['n1', primary()],
        ['n2', replica({ offset: 58 })],
      ],
      'n2 is 42 bytes behind n1',
    ],
  ])('%s is a problem', (_, views, problem) => {
    expect(replicationProblems(new Map(views), ADDRESSES)).toContain(problem);
  });
});

describe('the stream of a promoted server', () => {
  const info = (...lines: readonly string[]) => parseReplicationInfo(lines.join('\r\n'));

  test('was another one up to the byte before its own first one', () => {
    expect(info('role:master', 'master_replid2:abc', 'second_repl_offset:4712')).toMatchObject({
      left: { stream: 'abc', offset: 4711 },
    });
  });

  test('is its first one where it was never promoted', () => {
    expect(info('role:master', 'master_replid2:000', 'second_repl_offset:-1').left).toBeNull();
    expect(info('role:master').left).toBeNull();
  });
});

describe('Sentinel', () => {
  const good = (address: string, kind = 'slave') => ({ address, flags: [kind] });
  const view = (changes: Partial<SentinelView> = {}): SentinelView => ({
    primary: good('198.18.0.1', 'master'),
    replicas: [good('198.18.0.2'), good('198.18.0.3')],
    otherSentinels: [good('198.18.0.2', 'sentinel'), good('198.18.0.3', 'sentinel')],
    inTilt: false,
    ...changes,
  });
  const problems = (one: SentinelView | null) =>
    sentinelProblems(new Map([['n1', one]]), {
      primary: '198.18.0.1',
      replicas: 2,
      sentinels: 3,
      nameOf: (address) => [...ADDRESSES].find(([, it]) => it === address)?.[0] ?? address,
    });

  test('an instance is read from a flat list of names and values', () => {
    expect(parseInstance(['name', 'x', 'ip', '198.18.0.2', 'flags', 's_down,slave'])).toEqual({
      address: '198.18.0.2',
      flags: ['s_down', 'slave'],
    });
  });

  test('a Sentinel that knows the whole group in order is no problem', () => {
    expect(problems(view())).toEqual([]);
  });

  test.each<[string, SentinelView | null, string]>([
    ['no answer', null, 'the Sentinel on n1 does not answer'],
    ['TILT', view({ inTilt: true }), 'the Sentinel on n1 is in TILT'],
    [
      'another primary',
      view({ primary: good('198.18.0.2', 'master') }),
      'the Sentinel on n1 names n2 as primary',
    ],
    [
      'a replica unknown',
      view({ replicas: [good('198.18.0.2')] }),
      'the Sentinel on n1 knows 1 of 2 replicas',
    ],
    ['a Sentinel unknown', view({ otherSentinels: [] }), 'the Sentinel on n1 knows 0 of 2 others'],
    [
      'a replica down',
      view({
        replicas: [good('198.18.0.2'), { address: '198.18.0.3', flags: ['slave', 's_down'] }],
      }),
      'the Sentinel on n1 sees the replica on n3 as s_down',
    ],
    [
      'a failover under way',
      view({ primary: { address: '198.18.0.1', flags: ['master', 'failover_in_progress'] } }),
      'the Sentinel on n1 sees the primary on n1 as failover_in_progress',
    ],
  ])('%s is a problem', (_, one, problem) => {
    expect(problems(one)).toContain(problem);
  });
});

describe('the majority', () => {
  test('is more than half of all voters, not of those that answer', () => {
    expect(majority(['a', 'a', 'b'], 3)).toBe('a');
    expect(majority(['a', null, null], 3)).toBeNull();
    expect(majority(['a', 'a', 'b', 'b'], 4)).toBeNull();
  });
});
