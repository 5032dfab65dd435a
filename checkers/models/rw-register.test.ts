import { describe, expect, it } from 'vitest';

import { checkEvents as check, type ClientEvent } from '../../tests/support/check-history.js';

describe('rw-register', () => {
  const read = (value: number): ClientEvent[] => [
    [0, 'invoke', 'txn', [['r', 'x', null]]],
    [0, 'ok', 'txn', [['r', 'x', value]]],
  ];
  const wrote: ClientEvent[] = [
    [0, 'invoke', 'txn', [['w', 'x', 1]]],
    [0, 'ok', 'txn', [['w', 'x', 1]]],
  ];

  it('says how many reads saw what nobody wrote', async () => {
    const report = await check('rw-register', [...wrote, ...read(7), ...read(7)]);
    expect(report.outcome).toBe('valid');
    expect(report.reason).toContain('2 reads saw what nobody wrote in this history');
    const seen = await check('rw-register', [...wrote, ...read(1)]);
    expect(seen.outcome).toBe('valid');
    expect(seen.reason).not.toContain('nobody wrote');
  });

  it('is invalid where a transaction wrote, and then read what nobody wrote', async () => {
    const { outcome, verdict } = await check('rw-register', [
      [
        0,
        'invoke',
        'txn',
        [
          ['w', 'x', 1],
          ['r', 'x', null],
        ],
      ],
      [
        0,
        'ok',
        'txn',
        [
          ['w', 'x', 1],
          ['r', 'x', 7],
        ],
      ],
    ]);
    expect(outcome).toBe('invalid');
    expect(verdict.details).toMatchObject({ unseenWrites: 1, anomalies: { internal: 1 } });
  });
});
