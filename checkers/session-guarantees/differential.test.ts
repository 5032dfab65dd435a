import { describe, expect, test } from 'vitest';
import type { Guarantee } from './guarantees.js';
import { keeps, type SessionOp } from './testing/brute-force.js';
import { fuzz, isBroken } from './testing/fuzz.js';

// The long form is `npm run fuzz:sessions`.
const HISTORIES = 600;

const ALL: readonly Guarantee[] = [
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
];

/** Ops such as `0 w x 1`, `1 r x null`: session, kind, key, value, and an outcome other than ok. */
function opsOf(text: string): SessionOp[] {
  return text.split(', ').map((op) => {
    const [session, kind, key = '', value = '', outcome = 'ok'] = op.split(' ');
    return {
      session: Number(session),
      kind: kind === 'r' ? 'read' : 'write',
      key,
      value: JSON.parse(value) as number | null,
      outcome: outcome as SessionOp['outcome'],
    };
  });
}

describe('the definitions of the session guarantees', () => {
  test.each<[Guarantee, string, string]>([
    ['read-your-writes', '0 w x 1, 0 r x null', '0 w x 1, 1 r x null'],
    ['monotonic-reads', '0 w x 1, 1 r x 1, 1 r x null', '0 w x 1, 1 r x 1, 2 r x null'],
    [
      'monotonic-writes',
      '0 w x 1, 0 w x 2, 1 r x 2, 1 r x 1',
      '0 w x 1, 0 w x 2, 1 r x 1, 1 r x 2',
    ],
    [
      'writes-follow-reads',
      '0 w x 1, 1 r x 1, 1 w x 2, 2 r x 2, 2 r x 1',
      '0 w x 1, 1 r x 1, 1 w x 2, 2 r x 1, 2 r x 2',
    ],
  ])('tell what breaks %s from what keeps it', (guarantee, broken, kept) => {
    // Monotonic reads let the other guarantees show.
    const claimed = new Set<Guarantee>([guarantee, 'monotonic-reads']);
    expect(keeps(opsOf(broken), claimed)).toBe(false);
    expect(keeps(opsOf(kept), claimed)).toBe(true);
  });

  test('leave open what a write without an answer did, and take none that failed for done', () => {
    expect(keeps(opsOf('0 w x 1 info, 0 r x null, 1 r x 1'), new Set(ALL))).toBe(true);
    expect(keeps(opsOf('0 w x 1 info, 1 r x 1, 1 r x null'), new Set(ALL))).toBe(false);
    expect(keeps(opsOf('0 w x 1 fail, 0 r x null'), new Set(ALL))).toBe(true);
    expect(keeps(opsOf('0 w x 1 fail, 1 r x 1'), new Set(ALL))).toBe(false);
  });
});

describe('verdicts on sessions of small histories, beside the definitions', () => {
  const { tallies, differences } = fuzz(HISTORIES, 1);

  test('raise no false alarm', () => {
    expect(differences.filter(({ isFalseAlarm }) => isFalseAlarm)).toEqual([]);
  });

  test('miss nothing of one key where all guarantees are claimed', () => {
    const missed = differences.filter(({ claim, keys }) => claim === 'all of them' && keys === 1);
    expect(missed).toEqual([]);
  });

  test('are of each kind', () => {
    for (const { valid, invalid } of tallies.values()) {
      expect(valid).toBeGreaterThan(HISTORIES / 4);
      expect(invalid).toBeGreaterThan(HISTORIES / 100);
    }
  });

  test.each<[string, string, readonly Guarantee[]]>([
    ['across keys', '0 w x 1, 0 w y 1, 1 r y 1, 1 r x null', ALL],
    [
      'by a write before the last, without monotonic writes',
      '0 w x 1, 0 w x 2, 0 r x 2, 0 r x 1',
      ['read-your-writes'],
    ],
    [
      'by a read before the last, without monotonic reads',
      '0 r x 2, 0 r x null, 0 w x 1, 0 r x 1, 0 w x 2',
      ['writes-follow-reads'],
    ],
  ])('miss what only shows %s, as the README says', (_, text, claimed) => {
    expect(keeps(opsOf(text), new Set(claimed))).toBe(false);
    expect(isBroken(opsOf(text), claimed)).toBe(false);
  });
});
