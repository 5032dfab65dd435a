import { describe, expect, it } from 'vitest';

import type { Value } from '../types.js';
import { ValueMap } from './value-map.js';

describe('a map by value', () => {
  it('holds equal lists and objects under one key, and unlike types under others', () => {
    const map = new ValueMap<string>();
    const keys = [1, '1', null, [1], ['1'], { a: [1], b: 2 }, new Set<Value>([1, 2])] as const;
    for (const key of keys) {
      expect(map.get(key)).toBeUndefined();
      map.set(key, 'old');
      map.set(key, String(keys.indexOf(key)));
    }
    const equal = [1, '1', null, [1], ['1'], { b: 2, a: [1] }, new Set<Value>([2, 1])] as const;
    expect(equal.map((key) => map.get(key))).toEqual(keys.map((_, at) => String(at)));
  });
});
