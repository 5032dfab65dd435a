import { describe, expect, it } from 'vitest';

import { played } from '../../../tests/support/simulation.js';
import { Random } from '../random.js';
import {
  clients,
  concurrentKeys,
  limit,
  onUpdate,
  sequentialKeys,
  unfold,
  type Generator,
} from './index.js';

const counting = unfold(0, (n) => [{ f: 'w', value: n }, n + 1]);

describe('independent keys', () => {
  it('sequentialKeys plays key after key', async () => {
    const all = await played(clients(sequentialKeys(['x', 'y'], () => limit(2, counting))), {
      concurrency: 1,
    });
    expect(all).toEqual(['0 0 w ["x",0]', '10 0 w ["x",1]', '20 0 w ["y",0]', '30 0 w ["y",1]']);
  });

  const keyOf = (line: string): number =>
    (JSON.parse(line.split(' ')[3] ?? '') as [number, number])[0];

  it('concurrentKeys gives each group of threads its own key, one after another', async () => {
    const options = { threadsPerKey: 2, liveKeys: 1, keyCount: 4, random: Random.fromSeed(1) };
    const all = await played(clients(concurrentKeys(options, () => limit(4, counting))), {
      concurrency: 4,
    });
    expect(all).toHaveLength(16);
    for (const line of all) {
      expect(keyOf(line) % 2).toBe(Number(line.split(' ')[1]) < 2 ? 0 : 1);
    }
    expect(all.map(keyOf).filter((key) => key % 2 === 0)).toEqual([0, 0, 0, 0, 2, 2, 2, 2]);
  });

  it('concurrentKeys has several keys live at a time, and replaces one that has ended', async () => {
    const options = { threadsPerKey: 2, liveKeys: 3, keyCount: 5, random: Random.fromSeed(1) };
    const places = new Map<number, number>();
    const make = (key: number, place: number): Generator => {
      places.set(key, place);
      return limit(place === 2 ? 30 : 5, counting);
    };
    const all = await played(clients(concurrentKeys(options, make)), { concurrency: 2 });
    const keys = all.map(keyOf);
    expect([0, 1, 2, 3, 4].map((key) => keys.filter((one) => one === key).length)).toEqual([
      5, 5, 30, 5, 5,
    ]);
    expect(new Set(keys.slice(0, 10)).size).toBe(3);
    expect([places.get(0), places.get(1), places.get(2)]).toEqual([0, 1, 2]);
    expect([places.get(3), places.get(4)].every((place) => place === 0 || place === 1)).toBe(true);
    expect(keys.indexOf(3)).toBeGreaterThan(4);
  });

  it('concurrentKeys tells a key of its own ops only', async () => {
    const heard = new Map<number, Set<number>>();
    const listening = (key: number, inner: Generator): Generator =>
      onUpdate((current, _context, event) => {
        const [of] = event.value as [number, number];
        heard.set(key, (heard.get(key) ?? new Set()).add(of));
        return current;
      }, inner);
    const options = { threadsPerKey: 2, liveKeys: 2, keyCount: 6, random: Random.fromSeed(1) };
    await played(clients(concurrentKeys(options, (key) => listening(key, limit(3, counting)))), {
      concurrency: 2,
    });
    expect([...heard]).toHaveLength(6);
    for (const [key, of] of heard) expect([...of]).toEqual([key]);
  });
});
