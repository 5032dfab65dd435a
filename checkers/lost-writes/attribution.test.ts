import { describe, expect, test } from 'vitest';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { everywhere, judged, type Add } from '../../tests/fixtures/set-history.js';

const NODES = ['n1', 'n2', 'n3'];

/** Nodes pass writes on to their leader. */
const PASSED_ON = { takesWrites: ['primary'], refusalCodes: [], passesWritesOn: true };

/** Adds of 10 ms each: so many on each node in turn, the last of each in the final reads or not. */
function addsOn(...turns: readonly (readonly [node: string, adds: number])[]): Add[] {
  return turns
    .flatMap(([node, adds]) => Array.from({ length: adds }, () => node))
    .map((node, element) => ({ element, node }));
}

function keeping(adds: readonly Add[], isKept: (element: number) => boolean) {
  return everywhere(adds.map(({ element }) => element).filter(isKept));
}

function rolesWith(primary: string): JsonObject {
  return Object.fromEntries(NODES.map((node) => [node, node === primary ? 'primary' : 'replica']));
}

function cutOff(builder: ToldHistory, node: string, from_ms: number, to_ms: number) {
  const others = NODES.filter((one) => one !== node);
  const drops: Record<string, string[]> = { [node]: others };
  for (const one of others) drops[one] = [node];
  return builder
    .fault({
      f: 'start-partition',
      start_ms: from_ms,
      end_ms: from_ms + 1,
      effect: { drops, isolated: [node], primary: node, roles: rolesWith(node) },
    })
    .fault({ f: 'stop-partition', start_ms: to_ms - 1, end_ms: to_ms });
}

/** Where in the story of its group each anomaly sees its write, each once. */
function moments(verdict: Verdict): string[] {
  const said = verdict.anomalies.map(
    ({ reason }) => /^add .*? s, (.*); it is absent/.exec(reason)?.[1] ?? reason,
  );
  return [...new Set(said)];
}

describe('losses are told by the fault that explains them', () => {
  test('a takeover has the writes that its primary went on taking, in whichever order the two were cut off', () => {
    const adds = addsOn(['n1', 30]);
    const roles = { n1: 'primary', n2: 'primary', n3: 'replica' };
    const primaries = ['n1', 'n2'];
    const drops = { n3: ['n1', 'n2'], n1: ['n3'], n2: ['n3'] };
    const effect = { drops, isolated: ['n3'], primaries, roles };
    const cut = new ToldHistory()
      .fault({ f: 'start-partition', start_ms: 50, end_ms: 51, effect })
      .fault({ f: 'stop-partition', start_ms: 249, end_ms: 250 });
    cut.fault({
      f: 'cluster-failover',
      start_ms: 150,
      end_ms: 160,
      effect: { roles, primaries: ['n2', 'n3'], node: 'n3', from: 'n1', promoted: 'n3' },
      account: {
        words: 'cluster-failover on n3 was in effect',
        name: 'cluster-failover on n3',
        nodes: ['n3'],
        hurt: ['n3', 'n1'],
      },
    });
    const verdict = judged(
      adds,
      keeping(adds, (element) => element < 10),
      cut,
    );
    expect(verdict.reason).toContain(
      'because n1 went on taking writes while n3 was promoted (seen at 0.160 s) after cluster-failover on n3',
    );
    expect(verdict.reason).not.toContain('does not explain');
  });

  /** Nodes lose their power from 200 to 300 ms; n1 leads before, and then n2, which is seen at a moment. */
  const withoutPower = (nodes: readonly string[], promoted_ms: number) => {
    const name = `power-loss on ${nodes.join(', ')}`;
    const effect = { primary: 'n1', roles: rolesWith('n1') };
    const account = {
      words: `${name} was in effect`,
      name,
      nodes,
      hurt: nodes,
      away: nodes,
      costs: 'memory',
    } as const;
    const loss = { f: 'start-power-loss', start_ms: 200, end_ms: 201, account };
    const seen = { f: 'await', start_ms: promoted_ms - 1, end_ms: promoted_ms } as const;
    const promotion = { ...seen, effect: { primary: 'n2' } };
    const builder = new ToldHistory();
    if (promoted_ms < 200) cutOff(builder, 'n1', 50, 90).fault(promotion);
    builder
      .fault({ ...loss, effect: promoted_ms < 200 ? {} : effect })
      .fault({ f: 'stop-power-loss', start_ms: 290, end_ms: 300 });
    return promoted_ms < 200 ? builder : builder.fault(promotion);
  };
  const lostOf = (builder: ToldHistory) => {
    const adds = addsOn(['n1', 5], ['n2', 5], ['n3', 5], ['n1', 25]);
    const { reason } = judged(
      adds,
      keeping(adds, (element) => element < 3 || element >= 30),
      builder,
    );
    return reason;
  };

  test('a loss of power of all nodes at once has the writes of each, whoever leads afterwards', () => {
    expect(lostOf(withoutPower(NODES, 280))).toMatch(
      /^27 of 40 .*, because n1, n2 and n3 came back without them at 0\.300 s, after power-loss on n1, n2, n3$/,
    );
  });

  test('and so has one of the node that took them and of the one that was promoted', () => {
    expect(lostOf(withoutPower(['n1', 'n2'], 280))).toContain(
      'because n1 and n2 came back without them at 0.300 s, after power-loss on n1, n2',
    );
  });

  test('and, where nodes pass writes on, one of most nodes has what any node took', () => {
    const adds = addsOn(['n1', 5], ['n2', 5], ['n3', 5], ['n1', 25]);
    const left = keeping(adds, (element) => element < 3 || element >= 30);
    const judgedWith = (...nodes: readonly string[]) =>
      judged(adds, left, withoutPower(nodes, 280), {
        roles: PASSED_ON,
      }).reason;
    expect(judgedWith('n2', 'n3')).toMatch(
      /^27 of 40 .*, because n2 and n3 came back without them at 0\.300 s/,
    );
    expect(judgedWith('n3')).toContain('no fault explains 22 of them');
  });

  test('and, where nodes pass writes on too, not what was lost by a promotion before it', () => {
    const adds = addsOn(['n1', 5], ['n2', 5], ['n3', 5], ['n1', 25]);
    const left = keeping(adds, (element) => element < 3 || element >= 30);
    const { reason } = judged(adds, left, withoutPower(NODES, 100), { roles: PASSED_ON });
    expect(reason).toContain('while n2 was promoted (seen at 0.100 s)');
  });

  test('but what any node took after that promotion is lost with the power', () => {
    const adds = addsOn(['n1', 5], ['n2', 5], ['n3', 5], ['n1', 25]);
    const left = keeping(adds, (element) => element < 15 || element >= 30);
    const { reason } = judged(adds, left, withoutPower(NODES, 100), { roles: PASSED_ON });
    expect(reason).toMatch(
      /^15 of 40 .*, because n1, n2 and n3 came back without them at 0\.300 s/,
    );
  });

  test('and not what was lost by a promotion before it, or went to a node that was spared', () => {
    expect(lostOf(withoutPower(NODES, 100))).toContain('while n2 was promoted (seen at 0.059 s)');
    expect(lostOf(withoutPower(['n1', 'n3'], 280))).not.toContain('n1 and n3 came back');
  });

  /** n2 is promoted while n1 is cut off; after the cut, n1 takes its place back, or n3 takes that of n2. */
  const replaced = (last: string) =>
    cutOff(new ToldHistory(), 'n1', 50, 6000)
      .fault({ f: 'await', start_ms: 90, end_ms: 100, effect: { primary: 'n2' } })
      .fault({ f: 'await', start_ms: 6190, end_ms: 6200, effect: { primary: last } });

  test('what a successor took is lost where the node before it takes its place back', () => {
    const adds = addsOn(['n1', 10], ['n2', 590]);
    const verdict = judged(
      adds,
      keeping(adds, (element) => element < 10),
      replaced('n1'),
    );
    expect(verdict.reason).toContain(
      'because n1 took its place back (seen at 6.200 s) from n2, which was promoted after n1 was cut off from n2 and n3',
    );
    expect(verdict.details['byCause']).toMatchObject([{ kind: 'taken-back', nodes: ['n2'] }]);
  });

  test('and not explained by the place of another one', () => {
    const adds = addsOn(['n1', 10], ['n2', 590]);
    const verdict = judged(
      adds,
      keeping(adds, (element) => element < 10),
      replaced('n3'),
    );
    expect(verdict.reason).not.toContain('because');
  });

  test('of several cuts each has the writes of the node that it isolated, the largest first', () => {
    const turns = ['n1', 'n2', 'n3', 'n1', 'n2'];
    const adds = addsOn(...turns.map((node): [string, number] => [node, 10]));
    const builder = new ToldHistory();
    for (const [i, node] of turns.entries()) cutOff(builder, node, 100 * i, 100 * i + 80);
    builder.fault({ f: 'await', start_ms: 497, end_ms: 499, effect: { primary: 'n3' } });
    const verdict = judged(
      adds,
      keeping(adds, (element) => element % 10 < Math.floor(element / 10)),
      builder,
    );
    const story = (node: string, others: string, next: string) =>
      `because ${node} was cut off from ${others} (${node} was then primary) while ${next} was promoted`;
    expect(verdict.reason).toBe(
      '40 of 50 acknowledged writes lost, between 0.001 s and 0.499 s: ' +
        `10 that n1 took, between 0.001 s and 0.099 s, ${story('n1', 'n2 and n3', 'n2')} (seen at 0.100 s), 2 of them after the fault had ended at 0.080 s; ` +
        `9 that n2 took, between 0.111 s and 0.199 s, ${story('n2', 'n1 and n3', 'n3')} (seen at 0.200 s), 2 of them after the fault had ended at 0.180 s; ` +
        `8 that n3 took, between 0.221 s and 0.299 s, ${story('n3', 'n1 and n2', 'n1')} (seen at 0.300 s), 2 of them after the fault had ended at 0.280 s; ` +
        '13 more by 2 other faults',
    );
    expect(verdict.details['byCause']).toMatchObject(
      turns.map((node, i) => ({
        kind: 'promotion',
        fault: 'partition',
        nodes: [node],
        lost: 10 - i,
      })),
    );
    expect(moments(verdict)).toEqual([
      'while n1 was cut off from n2 and n3',
      'while n2 was cut off from n1 and n3',
      'after n2 was cut off from n1 and n3 (until 0.480 s)',
    ]);
  });

  test('of two failovers each has the writes that the primary before it took', () => {
    const adds = addsOn(['n1', 10], ['n2', 20]);
    const failover = (from: string, to: string, start_ms: number) => ({
      f: 'failover',
      start_ms,
      end_ms: start_ms + 5,
      effect: { roles: rolesWith(from), primary: to, from, to },
    });
    const builder = new ToldHistory()
      .fault(failover('n1', 'n2', 85))
      .fault(failover('n2', 'n3', 150))
      .fault({ f: 'heal', start_ms: 350, end_ms: 351 });
    const verdict = judged(
      adds,
      keeping(adds, (it) => it < 9 || (it > 9 && it < 16)),
      builder,
    );
    expect(verdict.reason).toBe(
      '15 of 30 acknowledged writes lost, between 0.091 s and 0.299 s: ' +
        '14 that n2 took, between 0.161 s and 0.299 s, because n2 went on taking writes while n3 was promoted (seen at 0.155 s) after a failover from n2 to n3 was ordered; ' +
        '1 that n1 took, between 0.091 s and 0.099 s, because n1 went on taking writes while n2 was promoted (seen at 0.090 s) after a failover from n1 to n2 was ordered',
    );
    expect(moments(verdict)).toEqual([
      'while a failover from n1 to n2 was ordered',
      'while a failover from n2 to n3 was ordered',
    ]);
  });

  test('a changed setting of another node is not blamed for what a cut did', () => {
    const adds = addsOn(['n1', 20]);
    const builder = new ToldHistory().fault({
      f: 'start-config-change',
      start_ms: 2,
      end_ms: 3,
      effect: { primary: 'n1', roles: rolesWith('n1'), 'config-change': { n2: { value: '1' } } },
    });
    cutOff(builder, 'n1', 100.5, 170);
    builder
      .fault({ f: 'await', start_ms: 171, end_ms: 172, effect: { primary: 'n3' } })
      .fault({ f: 'heal', start_ms: 300, end_ms: 301 });
    const verdict = judged(
      adds,
      keeping(adds, (it) => it < 11),
      builder,
    );
    expect(verdict.reason).toBe(
      '9 of 20 acknowledged writes lost, between 0.111 s and 0.199 s, because n1 was cut off from n2 and n3 (n1 was then primary) while n3 was promoted (seen at 0.172 s); 3 of them after the fault had ended at 0.170 s',
    );
    expect(verdict.anomalies.map(({ reason }) => reason).join()).not.toContain('config-change');
  });

  test('what an asynchronous primary had not passed on belongs to the kill that followed', () => {
    const adds = addsOn(['n1', 10]);
    const builder = new ToldHistory()
      .fault({
        f: 'start-kill',
        start_ms: 99.5,
        end_ms: 120,
        effect: { primary: 'n1', roles: rolesWith('n1'), kill: { n1: ['redis-server'] } },
      })
      .fault({ f: 'await', start_ms: 121, end_ms: 150, effect: { primary: 'n2' } })
      .fault({ f: 'stop-kill', start_ms: 200, end_ms: 210 });
    const verdict = judged(
      adds,
      keeping(adds, (it) => it < 8),
      builder,
    );
    expect(verdict.reason).toBe(
      '2 of 10 acknowledged writes lost, between 0.081 s and 0.099 s, because they had not reached n2, which was promoted (seen at 0.150 s) after kill on n1 (redis-server) was in effect',
    );
    expect(moments(verdict)).toEqual([
      'before kill on n1 (redis-server) was in effect (from 0.100 s)',
    ]);
  });

  test('a primary that comes back empty empties its replicas: one story, in headline and anomalies', () => {
    const adds = addsOn(['n1', 20]);
    const builder = new ToldHistory()
      .fault({
        f: 'restart',
        start_ms: 100,
        end_ms: 110,
        effect: {
          primary: 'n1',
          roles: rolesWith('n1'),
          kill: { n1: ['redis-server'] },
          healed: ['n1'],
        },
      })
      .fault({ f: 'heal', start_ms: 300, end_ms: 301 });
    const story =
      'n1 (then primary) came back empty at 0.110 s, after restart on n1 (redis-server), and its replicas emptied themselves after it';
    const verdict = judged(
      adds,
      keeping(adds, (it) => it > 10),
      builder,
    );
    expect(verdict.reason).toBe(
      `11 of 20 acknowledged writes lost, between 0.001 s and 0.109 s, because ${story}`,
    );
    expect(moments(verdict)).toEqual([`before ${story}`]);
    const partly = judged(
      adds,
      keeping(adds, (it) => it > 10 || it < 5),
      builder,
    );
    expect(partly.reason).toContain(
      'because n1 (then primary) came back without them at 0.110 s, after restart on n1 (redis-server), and its replicas dropped them after it',
    );
  });

  test('a kill of a Sentinel alone takes nothing from the store beside it', () => {
    const adds = addsOn(['n1', 10]);
    const restart = (process: string, spared: readonly string[]) =>
      judged(
        adds,
        keeping(adds, (it) => it > 5),
        new ToldHistory()
          .fault({
            f: 'restart',
            start_ms: 60,
            end_ms: 70,
            effect: { primary: 'n1', roles: rolesWith('n1'), kill: { n1: [process] }, spared },
          })
          .fault({ f: 'heal', start_ms: 300, end_ms: 301 }),
      ).reason;
    expect(restart('redis-server', [])).toContain('because n1 (then primary) came back empty');
    expect(restart('redis-sentinel', ['n1'])).toContain(
      'while no fault was active, and none explains them',
    );
  });

  test('a cut in which nobody is isolated is named, where its nodes were kept from each other', () => {
    const adds = addsOn(['n1', 10]);
    const drops = { n1: ['n3', 'n4'], n2: ['n4', 'n5'], n3: ['n5', 'n1'], n4: ['n1', 'n2'] };
    const builder = new ToldHistory()
      .fault({
        f: 'start-partition',
        start_ms: 0,
        end_ms: 1,
        effect: { drops: { ...drops, n5: ['n2', 'n3'] }, primary: 'n1', roles: rolesWith('n1') },
      })
      .fault({ f: 'await', start_ms: 40, end_ms: 50, effect: { primary: 'n2' } })
      .fault({ f: 'heal', start_ms: 300, end_ms: 301 });
    expect(
      judged(
        adds,
        keeping(adds, (it) => it < 2),
        builder,
      ).reason,
    ).toContain(
      'because n1 went on taking writes while n2 was promoted (seen at 0.050 s) after some links among n1, n2, n3, n4 and n5 were cut',
    );
  });

  test('what no fault explains is said to be so', () => {
    const adds = addsOn(['n1', 10], ['n2', 10]);
    const builder = cutOff(new ToldHistory(), 'n1', 0.5, 60);
    builder.fault({ f: 'await', start_ms: 61, end_ms: 62, effect: { primary: 'n2' } });
    const kept = keeping(adds, (it) => it > 9 && it < 18);
    expect(judged(adds, kept, builder).reason).toBe(
      '12 of 20 acknowledged writes lost, between 0.001 s and 0.199 s: ' +
        '10 that n1 took, between 0.001 s and 0.099 s, because n1 was cut off from n2 and n3 (n1 was then primary) while n2 was promoted (seen at 0.062 s), 4 of them after the fault had ended at 0.060 s; ' +
        'no fault explains 2 of them, that n2 took between 0.181 s and 0.199 s',
    );
    const quiet = judged(
      adds,
      keeping(adds, (it) => it < 18),
      builder,
    );
    expect(quiet.reason).toBe(
      '2 of 20 acknowledged writes lost, between 0.181 s and 0.199 s, while no fault was active, and none explains them',
    );
    expect(moments(quiet)).toEqual(['while no fault was active']);
  });

  test('of a random mix of faults each loss has its own', () => {
    const adds = addsOn(['n1', 20], ['n2', 20], ['n3', 10]);
    const builder = cutOff(new ToldHistory(), 'n1', 100.5, 190)
      .fault({
        f: 'start-throttle',
        start_ms: 120,
        end_ms: 121,
        effect: { primary: 'n1', roles: rolesWith('n1'), throttle: { n3: { percent: 10 } } },
      })
      .fault({
        f: 'start-power-loss',
        start_ms: 399.5,
        end_ms: 410,
        effect: { primary: 'n2', roles: rolesWith('n2'), 'power-loss': { n2: {} } },
      })
      .fault({ f: 'await', start_ms: 411, end_ms: 412, effect: { primary: 'n3' } })
      .fault({ f: 'heal', start_ms: 520, end_ms: 521 });
    const verdict = judged(
      adds,
      keeping(adds, (it) => it < 10 || (it > 19 && it < 37) || it > 39),
      builder,
    );
    expect(verdict.reason).toBe(
      '13 of 50 acknowledged writes lost, between 0.101 s and 0.399 s: ' +
        '10 that n1 took, between 0.101 s and 0.199 s, because n1 was cut off from n2 and n3 (n1 was then primary) while n2 was promoted (seen at 0.209 s), 1 of them after the fault had ended at 0.190 s; ' +
        '3 that n2 took, between 0.371 s and 0.399 s, because they had not reached n3, which was promoted (seen at 0.409 s) after power-loss on n2 was in effect',
    );
  });
});
