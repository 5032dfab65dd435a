/// <reference types="node" />
import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.test.support.js';
import { references } from './reference.test.support.js';

// FUZZ_HISTORIES and FUZZ_SEED make the long form; a disagreement prints its seed.
const histories = Number(process.env['FUZZ_HISTORIES'] ?? 10_000);
const each = Math.min(300, Math.ceil(histories / 15));
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

describe('differential', () => {
  it(`agrees with the definition on ${histories} random histories from seed ${firstSeed}`, () => {
    const { disagreements, legal, illegal, cut } = fuzz(histories, firstSeed);
    expect(disagreements).toEqual([]);
    expect(legal).toBeGreaterThan(histories / 5);
    expect(illegal).toBeGreaterThan(histories / 5);
    // A busy machine may be too slow for some.
    expect(cut).toBeLessThan(illegal / 100);
  }, 3_600_000);

  it.each(references.map(({ name }) => name))('meets legal and illegal histories of %s', (name) => {
    const { disagreements, legal, illegal } = fuzz(each, firstSeed, name);
    expect(disagreements).toEqual([]);
    expect(legal).toBeGreaterThan(each / 10);
    expect(illegal).toBeGreaterThan(each / 10);
  });
});
