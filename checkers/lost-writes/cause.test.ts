import { describe, expect, test } from 'vitest';
import { ToldHistory } from '../../tests/support/told-history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { everywhere, judged } from '../../tests/fixtures/set-history.js';

describe('why writes were lost', () => {
  const partition = {
    f: 'start-partition',
    intent: { isolate: 'primary' },
    effect: {
      drops: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] },
      isolated: ['n1'],
      roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
    },
  };
  const adds = Array.from({ length: 10 }, (_, i) => ({ element: i }));

  function splitBrain(promoted: string | null): Verdict {
    const builder = new ToldHistory()
      .fault({ ...partition, start_ms: 25, end_ms: 28 })
      .fault({
        f: 'await',
        start_ms: 30,
        end_ms: 50,
        effect: promoted === null ? { reached: true } : { reached: true, primary: promoted },
      })
      .fault({ f: 'heal', start_ms: 95, end_ms: 96 });
    return judged(adds, everywhere([0, 1, 2]), builder);
  }

  test('is the cut and the promotion, where the records show both', () => {
    expect(splitBrain('n2').reason).toBe(
      '7 of 10 acknowledged writes lost, between 0.031 s and 0.099 s, because n1 was cut off from ' +
        'n2 and n3 (n1 was then primary) while n2 was promoted (seen at 0.050 s)',
    );
  });

  test('is told with what was lost after the fault had ended', () => {
    const builder = new ToldHistory()
      .fault({ ...partition, start_ms: 25, end_ms: 28 })
      .fault({ f: 'await', start_ms: 30, end_ms: 50, effect: { reached: true, primary: 'n2' } })
      .fault({ f: 'stop-partition', start_ms: 75, end_ms: 80 });
    expect(judged(adds, everywhere([0, 1, 2]), builder).reason).toMatch(
      /while n2 was promoted \(seen at 0\.050 s\); 2 of them after the fault had ended at 0\.080 s$/,
    );
  });

  test('is not claimed where no promotion was recorded', () => {
    const { reason } = splitBrain(null);
    expect(reason).toContain('while n1 was cut off from n2 and n3');
    expect(reason).not.toContain('because');
    expect(reason).not.toContain('promoted');
  });

  test.each([
    ['proven before they were taken', 28, 95, 'while n1 was cut off from n2 and n3'],
    ['proven after they were taken', 60, 95, 'while start-partition was taking effect'],
    ['ordered to end before they were taken', 26, 29, 'while start-partition was being ended'],
  ])('is told by the time when a cut was in effect: %s', (_when, proven_ms, end_ms, words) => {
    const account = {
      words: 'n1 was cut off from n2 and n3',
      name: 'start-partition',
      nodes: ['n1'],
      hurt: ['n1'],
    };
    const builder = new ToldHistory()
      .fault({ f: 'start-partition', start_ms: 25, end_ms: proven_ms, account })
      .fault({ f: 'stop-partition', start_ms: end_ms, end_ms: 96 });
    const { reason, anomalies } = judged(adds, everywhere([0, 1, 2, 4, 5, 6, 7, 8, 9]), builder);
    expect(reason).toContain(words);
    expect(anomalies[0]?.reason).toContain(words);
  });

  test('is a failover that the old primary did not hear of', () => {
    const builder = new ToldHistory()
      .fault({
        f: 'failover',
        start_ms: 25,
        end_ms: 26,
        effect: { roles: { n1: 'primary', n2: 'replica' } },
      })
      .fault({ f: 'await', start_ms: 30, end_ms: 35, effect: { reached: true, primary: 'n3' } })
      .fault({ f: 'heal', start_ms: 95, end_ms: 96 });
    expect(judged(adds, everywhere([0, 1, 2]), builder).reason).toContain(
      'because n1 went on taking writes while n3 was promoted (seen at 0.035 s) after a failover was ordered',
    );
  });

  test('is a failover whose own record names the new primary', () => {
    const builder = new ToldHistory()
      .fault({
        f: 'failover',
        start_ms: 25,
        end_ms: 35,
        effect: {
          roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
          primary: 'n3',
          from: 'n1',
          to: 'n3',
        },
      })
      .fault({ f: 'heal', start_ms: 95, end_ms: 96 });
    const { reason, details } = judged(adds, everywhere([0, 1, 2]), builder);
    expect(reason).toContain(
      'because n1 went on taking writes while n3 was promoted (seen at 0.035 s) after a failover from n1 to n3 was ordered',
    );
    expect(details['firstLost']).toMatchObject({ element: 3, role: 'primary' });
    expect(details['lastLost']).toMatchObject({ element: 9, role: 'former primary' });
  });

  test.each([
    ['n2', 'nobody', 'because n2 was made a primary by mistake', 'primary by mistake'],
    ['n2', 'n3', 'while repoint on n2 (to n3) was in effect', 'replica'],
    ['n3', 'nobody', 'while repoint on n3 (to nobody) was in effect', 'replica'],
  ])('is a primary by mistake, where it took them: %s to %s', (node, to, reason, role) => {
    const builder = new ToldHistory()
      .fault({
        f: 'start-repoint',
        start_ms: 25,
        end_ms: 28,
        effect: {
          primary: 'n1',
          roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
          repoint: { [node]: { to } },
        },
      })
      .fault({ f: 'stop-repoint', start_ms: 95, end_ms: 96 });
    const toN2 = adds.map((add) => ({ ...add, node: 'n2' }));
    const verdict = judged(toN2, everywhere([0, 1, 2]), builder);
    expect(verdict.reason).toContain(reason);
    expect(verdict.details['firstLost']).toMatchObject({ element: 3, role });
  });

  test('is the fault that explains, where others were active with it', () => {
    const throttle = { f: 'start-throttle', effect: { throttle: { n3: { percent: 20 } } } };
    const builder = new ToldHistory()
      .fault({ ...throttle, start_ms: 1, end_ms: 2 })
      .fault({ ...partition, start_ms: 25, end_ms: 28 })
      .fault({ f: 'await', start_ms: 30, end_ms: 50, effect: { reached: true, primary: 'n2' } })
      .fault({ f: 'heal', start_ms: 95, end_ms: 96 });
    expect(judged(adds, everywhere([0, 1, 2]), builder).reason).toContain(
      'because n1 was cut off from n2 and n3 (n1 was then primary) while n2 was promoted',
    );
  });

  test.each([
    [
      'n1',
      'because n1 went on taking writes while n2 was promoted (seen at 0.050 s) after pause on n1',
    ],
    ['n3', 'while pause on n3 was in effect and n2 was promoted (seen at 0.050 s)'],
  ])(
    'is a fault on another node only if it fell on the one that took the writes: %s',
    (node, words) => {
      const roles = { n1: 'primary', n2: 'replica', n3: 'replica' };
      const builder = new ToldHistory()
        .fault({
          f: 'start-pause',
          start_ms: 25,
          end_ms: 28,
          effect: { roles, pause: { [node]: [] } },
        })
        .fault({ f: 'await', start_ms: 30, end_ms: 50, effect: { reached: true, primary: 'n2' } })
        .fault({ f: 'heal', start_ms: 95, end_ms: 96 });
      expect(judged(adds, everywhere([0, 1, 2]), builder).reason).toContain(words);
    },
  );

  test('is told of the first and the last lost op: fault, node and role at that time', () => {
    const { details, anomalies } = splitBrain('n2');
    expect(details['firstLost']).toMatchObject({
      element: 3,
      node: 'n1',
      role: 'primary',
      faults: ['partition'],
    });
    expect(details['lastLost']).toMatchObject({
      element: 9,
      node: 'n1',
      role: 'former primary',
      faults: ['partition'],
    });
    expect(details['lastKept']).toMatchObject({ element: 2, op: 4, node: 'n1' });
    expect(anomalies.at(-1)?.reason).toContain('by n1 (former primary) at 0.099 s');
  });

  test('is split by node and by fault window', () => {
    const { details } = splitBrain('n2');
    expect(details['byNode']).toMatchObject([
      { node: 'n1', attempted: 10, acknowledged: 10, lost: 7, lostIntervals: [[3, 9]] },
    ]);
    expect(details['byWindow']).toMatchObject([
      { fault: 'partition', lost: 7, acknowledged: 8 },
      { fault: null, lost: 0, acknowledged: 2 },
    ]);
  });

  test('a window holds no op from after its end', () => {
    const builder = new ToldHistory()
      .fault({ ...partition, start_ms: 25, end_ms: 28 })
      .fault({ f: 'stop-partition', start_ms: 75, end_ms: 80 });
    const { details } = judged(adds, everywhere([0, 1, 2]), builder);
    expect(details['byWindow']).toMatchObject([
      { fault: 'partition', acknowledged: 6, lost: 5 },
      { fault: null, acknowledged: 4, lost: 2 },
    ]);
  });
});
