import { describe, expect, it } from 'vitest';

import { checkListAppend } from '../list-append/check.js';
import { checkRwRegister } from '../rw-register/check.js';
import type { Anomaly, Dependency, Transaction } from '../types.js';
import { listsOf, registersOf } from './notation.test.support.js';
import { flawOf } from './witness.test.support.js';

function anomalyOf(anomalies: readonly Anomaly[], type: string): Anomaly {
  const anomaly = anomalies.find((one) => one.type === type);
  if (anomaly === undefined) throw new Error(`expected ${type}`);
  return anomaly;
}

function withDependencies(
  anomaly: Anomaly,
  change: (dependency: Dependency) => Dependency,
): Anomaly {
  return { ...anomaly, dependencies: anomaly.dependencies.map(change) };
}

describe('the proof of a cycle', () => {
  const lists = listsOf('T1: ax1 ay1 | T2: ax2 ay2 | T3: rx[1,2] ry[2,1]');
  const dirty = anomalyOf(checkListAppend(lists).anomalies, 'G0');

  it('is sound where each write came before the next', () => {
    expect(flawOf(lists, dirty)).toBeNull();
  });

  it('is none without dependencies', () => {
    expect(flawOf(lists, { ...dirty, dependencies: [] })).toBe('no cycle of G0');
  });

  it('is none where the lists that were read have the writes the other way', () => {
    const other: Record<string, string> = { '"x"': 'y', '"y"': 'x' };
    const turned = withDependencies(dirty, (one) => ({
      ...one,
      key: other[JSON.stringify(one.key)] ?? null,
    }));
    expect(flawOf(lists, turned)).toBe('0: no such ww');
  });

  it('is none where who is said to have known of a write cannot have known of it', () => {
    const history = registersOf('A1@a: wx1 ; A2@a: wx2 wy1 ; S1@s: ry1 ; S2@s: rx1');
    const { anomalies } = checkRwRegister(history, { consistencyModel: 'causal' });
    const violation = anomalyOf(anomalies, 'causality-violation');
    expect(violation.dependencies.map(({ kind }) => kind)).toContain('co');
    expect(flawOf(history, violation)).toBeNull();
    const apart = history.map((one, at): Transaction => {
      return at === 2 ? { ...one, process: 'other' } : one;
    });
    expect(flawOf(apart, violation)).toMatch(/no such co$/);
  });

  it('is none of PRAM where an order follows only from itself, or from reads of several sessions', () => {
    const history = registersOf('T1@p: wy1 ; T2@p: wy2 wz1 | T3@q: ry1 wy3 ; T4@q: rz1 ry3');
    const { anomalies } = checkRwRegister(history, { consistencyModel: 'pram' });
    const violation = anomalyOf(anomalies, 'pram-violation');
    expect(violation.grounds).toEqual([
      {
        from: 2,
        to: 3,
        kind: 'co',
        reason: 'both wrote y, and T4, which comes after T2, read 3, which T3 wrote',
        key: 'y',
        after: 3,
        reader: 4,
      },
    ]);
    expect(flawOf(history, violation)).toBeNull();
    const without = { ...violation, grounds: [] };
    expect(flawOf(history, without)).toBe('an order does not follow from others');
    const apart = history.map((one, at) => (at === 3 ? { ...one, process: 'other' } : one));
    expect(flawOf(apart, violation)).toBe('reads of several sessions');
  });
});
