import { describe, expect, it } from 'vitest';

import { randomOf } from '../testing/random.test.support.js';
import { VersionTable } from './version-table.js';

describe('the table of versions', () => {
  it.each([1, 7, 64, 4096])(
    'gives the version of each value of each key: values times %i',
    (step) => {
      const random = randomOf(step);
      const keys = 20;
      const known = new Map<string, number>();
      const versions = Array.from({ length: 3000 }, () => ({
        key: 1 + random(keys - 1),
        code: step * random(400),
      }));
      const writes = Array.from(
        { length: keys },
        (_, key) => versions.filter((one) => one.key === key).length,
      );
      const table = new VersionTable(
        writes,
        Int32Array.from(versions, ({ code }) => code),
      );
      for (const [version, { key, code }] of versions.entries()) {
        const name = `${key} ${code}`;
        expect(table.get(key, code)).toBe(known.get(name) ?? -1);
        expect(table.add(key, version)).toBe(known.get(name) ?? -1);
        if (!known.has(name)) known.set(name, version);
        else if (random(2) === 0) {
          table.replace(key, version);
          known.set(name, version);
        }
      }
      for (const [name, version] of known) {
        const [key = 0, code = 0] = name.split(' ').map(Number);
        expect(table.get(key, code)).toBe(version);
      }
      expect(table.get(0, 0)).toBe(-1);
    },
  );
});
