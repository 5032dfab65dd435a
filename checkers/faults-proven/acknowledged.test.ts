import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../harness/core/json.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Schedule } from '../../harness/core/schedule.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { faultsProven } from './checker.js';

const CHANGE = { target: 'primary', parameter: 'min-replicas-to-write', value: '3' };
const ROLES = { n1: 'primary', n2: 'replica', n3: 'replica' };

function judged(builder: ToldHistory, changes: Partial<TestPlan> = {}): Verdict {
  return faultsProven.check(planOf(changes), builder.build());
}

function during(fault: string, effect: JsonObject): ToldHistory {
  return new ToldHistory()
    .fault({ f: `start-${fault}`, start_ms: 10, end_ms: 20, intent: CHANGE, effect })
    .fault({ f: `stop-${fault}`, start_ms: 50, end_ms: 60 });
}

/** The primary refuses all writes while it wants more replicas than there are. */
function refusing(): ToldHistory {
  return during('config-change', { primary: 'n1', roles: ROLES, 'config-change': { n1: {} } })
    .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 5, node: 'n1' })
    .op({ process: 0, f: 'add', value: 2, start_ms: 21, end_ms: 25, node: 'n1', type: 'fail' })
    .op({ process: 1, f: 'add', value: 3, start_ms: 22, end_ms: 26, node: 'n2', type: 'fail' })
    .op({ process: 2, f: 'add', value: 4, start_ms: 23, node: 'n1' });
}

describe('what was acknowledged while a fault lasted', () => {
  test('is a write where the data type says that its ops are; one that only reads is none', () => {
    const builder = during('config-change', { primary: 'n1', roles: ROLES })
      .op({ process: 0, f: 'peek', value: 2, start_ms: 21, end_ms: 25, node: 'n1' })
      .op({ process: 1, f: 'push', value: 3, start_ms: 22, end_ms: 26, node: 'n2', type: 'fail' });
    const verdict = judged(builder, { reads: ['peek'] });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.details['faults']).toMatchObject([{ attempted: 1, acknowledged: 0 }]);
    expect(judged(builder).outcome).toBe('valid');
  });

  test('is nothing: then the fault proves nothing, and the counts say why', () => {
    const verdict = judged(refusing());
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toBe(
      'no write was acknowledged while start-config-change (from 0.020 s to 0.050 s) was in effect, ' +
        'and at least 1 must be: of 3 attempted, 2 failed and 1 had no answer ' +
        '(acknowledged by n1 0 of 2, n2 0 of 1); where a fault is meant to stop the store, --acknowledged-per-fault 0 says so',
    );
    expect(verdict.details['faults']).toMatchObject([
      {
        counted: 'writes',
        attempted: 3,
        acknowledged: 0,
        failed: 2,
        indeterminate: 1,
        acknowledgedBefore: 1,
        acknowledgedAtLeast: 1,
        byNode: [
          { node: 'n1', attempted: 2, acknowledged: 0, failed: 1, indeterminate: 1 },
          { node: 'n2', attempted: 1, acknowledged: 0, failed: 1, indeterminate: 0 },
        ],
      },
    ]);
  });

  test('need be nothing where the plan, or the fault in it, says so', () => {
    expect(judged(refusing(), { acknowledgedPerFault: 0 }).outcome).toBe('valid');
    const order = { fault: 'start-config-change', value: CHANGE, acknowledged: 0 };
    const steps: Schedule = { kind: 'steps', steps: [order, { fault: 'stop-config-change' }] };
    expect(judged(refusing(), { schedule: steps }).outcome).toBe('valid');
    const periodic: Schedule = {
      kind: 'periodic',
      faults: [{ start: order }],
      quiet_ms: 1,
      active_ms: 1,
    };
    expect(judged(refusing(), { schedule: periodic }).outcome).toBe('valid');
    const other: Schedule = { ...periodic, faults: [{ start: { ...order, value: 'other' } }] };
    expect(judged(refusing(), { schedule: other }).outcome).toBe('unknown');
  });

  test.each([
    ['within it', 30, 40, 'valid'],
    ['over the whole of it', 5, 90, 'valid'],
    ['before it was in effect', 12, 18, 'unknown'],
    ['after its end was ordered', 40, 55, 'unknown'],
  ])('counts what was answered %s', (_when, start_ms, end_ms, outcome) => {
    const builder = refusing().op({ process: 7, f: 'add', value: 9, start_ms, end_ms, node: 'n1' });
    expect(judged(builder).outcome).toBe(outcome);
  });

  test('must be as much as the plan asks for, and is told in a verdict that is valid', () => {
    const builder = refusing().op({
      process: 7,
      f: 'add',
      value: 9,
      start_ms: 30,
      end_ms: 31,
      node: 'n1',
    });
    expect(judged(builder).reason).toBe(
      '1 fault proven to take effect while clients were at work: 1 write of 4 attempted was ' +
        'acknowledged during start-config-change at 0.010 s (n1 1 of 3, n2 0 of 1)',
    );
    expect(judged(builder, { acknowledgedPerFault: 2 }).reason).toContain(
      'only 1 write was acknowledged',
    );
  });

  test('are writes where there are any, else ops of any kind', () => {
    const read = { process: 8, f: 'read', value: null, start_ms: 30, end_ms: 31, node: 'n2' };
    expect(judged(refusing().op(read)).outcome).toBe('unknown');
    const reads = during('config-change', {}).op(read);
    expect(judged(reads)).toMatchObject({
      outcome: 'valid',
      details: { faults: [{ counted: 'ops', acknowledged: 1 }] },
    });
  });

  test('may have come before a fault that takes the primary away: nobody can answer during it', () => {
    const killed = (first: boolean) => {
      const builder = during('kill', {
        primary: 'n1',
        roles: ROLES,
        kill: { n1: ['redis-server'] },
      }).op({ process: 1, f: 'add', value: 2, start_ms: 25, node: 'n1' });
      if (first) builder.op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 5, node: 'n1' });
      return judged(builder).outcome;
    };
    expect(killed(true)).toBe('valid');
    expect(killed(false)).toBe('unknown');
  });
});

describe('a fault that takes every node with data away', () => {
  const killed = (nodes: readonly string[], first = true) => {
    const kill = Object.fromEntries(nodes.map((node) => [node, ['store']]));
    const builder = during('kill', { kill }).op({
      process: 1,
      f: 'add',
      value: 2,
      start_ms: 25,
      end_ms: 26,
      node: 'n1',
      type: 'fail',
    });
    if (first) builder.op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 5, node: 'n1' });
    return builder;
  };

  test('is about the writes before it: the only node of a store can answer nothing', () => {
    expect(judged(killed(['n1']), { nodes: ['n1'] }).outcome).toBe('valid');
    expect(judged(killed(['n1', 'n2']), { nodes: ['n1', 'n2'] }).outcome).toBe('valid');
    const watched = { nodes: ['n1', 'n2'], layout: { data: ['n1'], watchers: ['n2'] } };
    expect(judged(killed(['n1']), watched).outcome).toBe('valid');
  });

  test('proves nothing where there was no write before it, and where a node is left', () => {
    expect(judged(killed(['n1'], false), { nodes: ['n1'] }).outcome).toBe('unknown');
    expect(judged(killed(['n1']), { nodes: ['n1', 'n2'] }).outcome).toBe('unknown');
  });
});

describe('a fault that takes the primary away', () => {
  const watched = { layout: { data: ['n1', 'n2', 'n3'], watchers: ['n1', 'n2', 'n3'] } };

  function paused(): ToldHistory {
    return during('pause', { primary: 'n1', roles: ROLES, pause: { n1: ['redis-server'] } }).op({
      process: 0,
      f: 'add',
      value: 1,
      start_ms: 1,
      end_ms: 30,
      node: 'n1',
    });
  }

  const note =
    'no other node was seen to be promoted while n1, the primary, was taken away by pause on n1 ' +
    '(redis-server), from 0.010 s to 0.060 s, so nothing is said of a failover';

  test('is told where no other node was seen to be promoted, and the verdict stays', () => {
    const verdict = judged(paused(), watched);
    expect(verdict.outcome).toBe('valid');
    expect(verdict.reason).toContain(note);
    expect(verdict.details).toMatchObject({ notes: [note], faults: [{ withoutPromotion: true }] });
  });

  test('is not told of where nobody watches the primary', () => {
    expect(judged(paused()).details).toMatchObject({
      notes: [],
      faults: [{ withoutPromotion: false }],
    });
  });

  test('is not told of where a client or the nemesis saw another primary', () => {
    const seen = paused().fault({
      f: 'await',
      start_ms: 30,
      end_ms: 45,
      effect: { reached: true, primary: 'n2' },
    });
    expect(judged(seen, watched).details['notes']).toEqual([]);
    const taken = paused().op({
      process: 3,
      f: 'add',
      value: 3,
      start_ms: 40,
      end_ms: 41,
      node: 'n2',
    });
    expect(judged(taken, watched).details['notes']).toEqual([]);
  });

  test.each([
    ['a cut of the primary', 'partition', { drops: { n1: ['n2', 'n3'] }, isolated: ['n1'] }, 1],
    ['a cut of a replica', 'partition', { drops: { n2: ['n1', 'n3'] }, isolated: ['n2'] }, 0],
    [
      'a cut of the primary from clients',
      'partition',
      { drops: { n1: ['clients'] }, isolated: ['n1'] },
      0,
    ],
    ['a pause of a replica', 'pause', { pause: { n2: [] } }, 0],
    [
      'a pause of its Sentinel alone',
      'pause',
      { pause: { n1: ['redis-sentinel'] }, spared: ['n1'] },
      0,
    ],
  ])('is one that falls on it: %s', (_what, fault, effect, notes) => {
    const builder = during(fault, { primary: 'n1', roles: ROLES, ...effect }).op({
      process: 0,
      f: 'add',
      value: 1,
      start_ms: 1,
      end_ms: 30,
      node: 'n1',
    });
    expect(judged(builder, watched).details['notes']).toHaveLength(notes);
  });
});
