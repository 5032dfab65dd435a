import { describe, expect, test } from 'vitest';
import { ToldHistory } from '../../tests/support/told-history.js';
import { RoleTimeline } from './role-timeline.js';

const MS = 1_000_000;
const ROLES = { n1: 'primary', n2: 'replica', n3: 'replica' };

function began(effect = {}): ToldHistory {
  return new ToldHistory().fault({
    f: 'start-partition',
    start_ms: 10,
    end_ms: 11,
    effect: { primary: 'n1', roles: ROLES, ...effect },
  });
}

let process = 0;
function write(builder: ToldHistory, node: string, start_ms: number, end_ms: number, ok = true) {
  process += 1;
  return builder.op({
    process,
    f: 'add',
    value: process,
    start_ms,
    end_ms,
    node,
    type: ok ? 'ok' : 'fail',
    ...(ok ? {} : { error: { code: 'readonly' } }),
  });
}

function promotionsOf(builder: ToldHistory) {
  return new RoleTimeline({}, builder.build()).promotions.map(
    ({ node, from, after_ns, seen_ns }) => [`${from} to ${node}`, after_ns / MS, seen_ns / MS],
  );
}

describe('promotions', () => {
  test('are what the nemesis saw: between the last look and the one that tells', () => {
    const builder = began().fault({
      f: 'await',
      start_ms: 12,
      end_ms: 40,
      effect: { primary: 'n2' },
    });
    expect(promotionsOf(builder)).toEqual([['n1 to n2', 10, 40]]);
  });

  test('are what clients met: a node that refused writes takes one', () => {
    const builder = write(began(), 'n2', 20, 21, false);
    write(builder, 'n2', 30, 31);
    write(builder, 'n2', 32, 33);
    expect(promotionsOf(builder)).toEqual([['n1 to n2', 21, 31]]);
  });

  test('are not an answer of a node that passes writes on to the one that takes them', () => {
    const roles = { takesWrites: ['primary'], refusalCodes: [], passesWritesOn: true };
    const builder = write(began(), 'n2', 30, 31);
    expect(new RoleTimeline({ roles }, builder.build()).promotions).toEqual([]);
    expect(promotionsOf(builder)).toHaveLength(1);
  });

  test('are not an answer that a refusal has overtaken, nor a primary that goes on', () => {
    const builder = write(began(), 'n2', 20, 25, false);
    write(builder, 'n2', 19, 26);
    write(builder, 'n1', 30, 31);
    expect(promotionsOf(builder)).toEqual([]);
  });

  test('are those that a fault has ordered among several primaries, and not slots that went to another one', () => {
    const effect = {
      primaries: ['n1', 'n2'],
      roles: { n1: 'primary', n2: 'primary', n3: 'replica' },
    };
    const builder = new ToldHistory()
      .fault({ f: 'start-partition', start_ms: 10, end_ms: 11, effect })
      .fault({
        f: 'cluster-failover',
        start_ms: 20,
        end_ms: 22,
        effect: { ...effect, primaries: ['n2', 'n3'], from: 'n1', promoted: 'n3' },
      });
    expect(promotionsOf(builder)).toEqual([['n1 to n3', 20, 22]]);
    const moved = { ...effect, from: 'n1', to: 'n2', slots: 3 };
    expect(
      promotionsOf(
        new ToldHistory().fault({ f: 'slot-migration', start_ms: 20, end_ms: 22, effect: moved }),
      ),
    ).toEqual([]);
  });

  test('are not undone by watchers that have not heard of them', () => {
    const builder = write(began(), 'n2', 20, 21);
    builder
      .fault({ f: 'await', start_ms: 22, end_ms: 23, effect: { primary: 'n1' } })
      .fault({ f: 'await', start_ms: 24, end_ms: 25, effect: { primary: 'n2' } });
    expect(promotionsOf(builder)).toEqual([['n1 to n2', 10, 21]]);
  });

  test('are what a node says of itself, before the majority does', () => {
    const roles = { n1: 'primary', n2: 'replica', n3: 'primary' };
    const builder = began()
      .fault({ f: 'start-kill', start_ms: 20, end_ms: 30, effect: { primary: 'n1', roles } })
      .fault({ f: 'crash-loop', start_ms: 40, end_ms: 90, effect: { primary: 'n3', roles } });
    expect(promotionsOf(builder.op({ process: 9, f: 'read', start_ms: 95, end_ms: 96 }))).toEqual([
      ['n1 to n3', 20, 20],
    ]);
    const waited = new ToldHistory()
      .fault({ f: 'await', start_ms: 1, end_ms: 2, effect: { primary: 'n1' } })
      .fault({
        f: 'crash-loop',
        start_ms: 40,
        end_ms: 90,
        effect: { primary: 'n3', roles, waitedForPrimary_ms: 7 },
      });
    expect(promotionsOf(waited)).toEqual([['n1 to n3', 2, 47]]);
  });

  test.each([
    [
      'has converged',
      true,
      [
        ['n1 to n3', 10, 20],
        ['n3 to n1', 20, 30],
      ],
    ],
    ['did not converge in its time', false, [['n1 to n3', 10, 20]]],
  ])('are what several nodes say of themselves when the cluster %s', (_, reached, promotions) => {
    const builder = began({ primary: null, primaries: ['n1', 'n2'] })
      .fault({ f: 'await', start_ms: 12, end_ms: 20, effect: { primaries: ['n2', 'n3'] } })
      .fault({
        f: 'await',
        start_ms: 21,
        end_ms: 30,
        intent: { until: { cluster: 'converged' }, within_ms: 9 },
        effect: { reached, roles: { n1: 'primary', n2: 'primary', n3: 'replica' } },
      });
    expect(promotionsOf(builder)).toEqual(promotions);
  });

  test('are not what a node takes as a primary by mistake', () => {
    const builder = new ToldHistory().fault({
      f: 'start-repoint',
      start_ms: 10,
      end_ms: 11,
      effect: { primary: 'n1', roles: ROLES, repoint: { n2: { to: 'nobody' } } },
    });
    write(builder, 'n2', 10.5, 10.8, false);
    expect(promotionsOf(write(builder, 'n2', 20, 21))).toEqual([]);
  });

  test('end the time of the primary before: the one that a moment falls into, or the last', () => {
    const builder = began();
    for (const [i, primary] of ['n2', 'n1', 'n3'].entries()) {
      const start_ms = 6_000 * (i + 1);
      builder.fault({ f: 'await', start_ms, end_ms: start_ms + 1, effect: { primary } });
    }
    const roles = new RoleTimeline({}, builder.build());
    const endOf = (node: string, at_ms: number) => roles.depositionOf(node, at_ms * MS)?.node;
    expect(endOf('n1', 1)).toBe('n2');
    expect(endOf('n1', 7_000)).toBe('n2');
    expect(endOf('n1', 13_000)).toBe('n3');
    expect(endOf('n2', 1)).toBe('n1');
    expect(endOf('n2', 7_000)).toBe('n1');
    expect(endOf('n3', 19_000)).toBeUndefined();
    expect(roles.roleAt('n1', 7_000 * MS)).toBe('former primary');
  });
});

describe('a store with words of its own', () => {
  test('has leaders, and another code by which a follower refuses a write', () => {
    const raft = { takesWrites: ['leader'], refusalCodes: ['not-leader'] };
    const builder = new ToldHistory().fault({
      f: 'start-kill',
      start_ms: 10,
      end_ms: 11,
      effect: { primary: 'n1', roles: { n1: 'leader', n2: 'follower', n3: 'follower' } },
    });
    const op = { process: 1, f: 'add', value: 1, node: 'n2' };
    builder.op({ ...op, start_ms: 20, end_ms: 21, type: 'fail', error: { code: 'not-leader' } });
    builder.op({ ...op, start_ms: 30, end_ms: 31, type: 'ok' });
    const roles = new RoleTimeline({ roles: raft }, builder.build());
    expect(roles.promotions).toEqual([
      { node: 'n2', from: 'n1', after_ns: 21 * MS, seen_ns: 31 * MS },
    ]);
    expect(roles.roleAt('n2', 40 * MS)).toBe('leader');
    expect(roles.roleAt('n1', 40 * MS)).toBe('former leader');
    expect(roles.writerRoleAt('n1', 40 * MS)).toBeNull();
  });

  test('may have several nodes that take writes: one that is replaced is told from those that stay', () => {
    const parts = (time_ms: number, ...primaries: string[]) => ({
      f: 'await',
      start_ms: time_ms,
      end_ms: time_ms + 1,
      effect: { primary: null, primaries, roles: { n4: 'replica', n5: 'replica' } },
    });
    const builder = new ToldHistory()
      .fault(parts(10, 'n1', 'n2', 'n3'))
      .fault(parts(20, 'n1', 'n4', 'n3'))
      .fault(parts(30, 'n1', 'n4', 'n3', 'n5'));
    const roles = new RoleTimeline({}, builder.build());
    expect(roles.promotions.map(({ node, from }) => `${from} to ${node}`)).toEqual(['n2 to n4']);
    expect(roles.depositionOf('n2', 12 * MS)?.node).toBe('n4');
    expect(roles.depositionOf('n1', 12 * MS)).toBeNull();
    expect(roles.roleAt('n3', 25 * MS)).toBe('primary');
  });
});
