import { describe, expect, test } from 'vitest';
import { Random } from '../../../harness/core/random.js';
import { cutBetween, isCut, union } from './grudge.js';
import { dataFromWatchers, isolateEach, isolateTogether, keepApart } from './groups.js';
import { isolateFromClients, isolateNode, isolateNodeFromAll } from './isolation.js';
import { bridge, ring } from './overlapping.js';
import { halves, minority, randomHalves } from './split.js';

const THREE = ['n1', 'n2', 'n3'];
const FIVE = ['n1', 'n2', 'n3', 'n4', 'n5'];

describe('a cut between two sides', () => {
  test('both ways: each discards the packets of the other', () => {
    expect(cutBetween(['n1'], ['n2', 'n3'], 'both').drops).toEqual({
      n1: ['n2', 'n3'],
      n2: ['n1'],
      n3: ['n1'],
    });
  });

  test('in: the isolated side is deaf, and is still heard', () => {
    expect(cutBetween(['n1'], ['n2', 'n3'], 'in').drops).toEqual({ n1: ['n2', 'n3'] });
  });

  test('out: the isolated side hears, and is not heard', () => {
    expect(cutBetween(['n1'], ['n2', 'n3'], 'out').drops).toEqual({ n2: ['n1'], n3: ['n1'] });
  });
});

describe('isolation', () => {
  test('of a node leaves the clients their way to it', () => {
    expect(isolateNode(THREE, 'n2', 'both')).toEqual({
      isolated: ['n2'],
      drops: { n2: ['n1', 'n3'], n1: ['n2'], n3: ['n2'] },
    });
  });

  test('of a node from all takes the clients too', () => {
    expect(isolateNodeFromAll(THREE, 'n2', 'both')).toEqual({
      isolated: ['n2'],
      drops: { n2: ['n1', 'n3', 'clients'], n1: ['n2'], n3: ['n2'], clients: ['n2'] },
    });
  });

  test('from clients leaves the other nodes alone', () => {
    expect(isolateFromClients('n1', 'both')).toEqual({
      isolated: ['n1'],
      drops: { n1: ['clients'], clients: ['n1'] },
    });
  });
});

describe('groups', () => {
  test('each of two nodes is alone, and clients reach both', () => {
    expect(isolateEach(['n1', 'n2', 'n3', 'n4'], ['n1', 'n3'], 'both')).toEqual({
      isolated: ['n1', 'n3'],
      drops: {
        n1: ['n2', 'n3', 'n4'],
        n2: ['n1', 'n3'],
        n3: ['n1', 'n2', 'n4'],
        n4: ['n1', 'n3'],
      },
    });
    expect(isolateEach(THREE, ['n2'], 'in').drops).toEqual({ n2: ['n1', 'n3'] });
  });

  test('some are kept apart, and all others reach each of them', () => {
    expect(keepApart(['n1', 'n3'])).toEqual({
      isolated: [],
      drops: { n1: ['n3'], n3: ['n1'] },
    });
    expect(keepApart(['n1', 'n2', 'clients']).drops).toEqual({
      n1: ['n2', 'clients'],
      n2: ['n1', 'clients'],
      clients: ['n1', 'n2'],
    });
  });

  test('a set stays together, with the clients where it has them', () => {
    expect(isolateTogether(THREE, ['n1', 'clients'], 'both')).toEqual({
      isolated: ['n1', 'clients'],
      drops: {
        n1: ['n2', 'n3'],
        clients: ['n2', 'n3'],
        n2: ['n1', 'clients'],
        n3: ['n1', 'clients'],
      },
    });
    expect(isolateTogether(THREE, ['n1', 'n3'], 'out').drops).toEqual({
      n2: ['n1', 'n3'],
      clients: ['n1', 'n3'],
    });
  });

  test('data and Sentinels do not hear each other, and all else is left alone', () => {
    const layout = { data: ['n1', 'n2'], watchers: ['n3', 'n4', 'n5'] };
    const { drops, isolated } = dataFromWatchers(layout, 'both');
    expect(isolated).toEqual(['n1', 'n2']);
    expect(isCut(drops, 'n1', 'n4')).toBe(true);
    for (const [a, b] of [
      ['n1', 'n2'],
      ['n3', 'n5'],
      ['clients', 'n1'],
      ['clients', 'n3'],
    ] as const) {
      expect(isCut(drops, a, b)).toBe(false);
    }
  });
});

describe('splits', () => {
  test('halves cut the smaller first half from the rest', () => {
    expect(halves(THREE, 'both')).toEqual({
      isolated: ['n1'],
      drops: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] },
    });
  });

  test('random halves are halves, the same for the same seed, and not always the same', () => {
    const drawn = (seed: number) => randomHalves(FIVE, 'both', Random.fromSeed(seed))[0].isolated;
    expect(drawn(1)).toHaveLength(2);
    expect(drawn(1)).toEqual(drawn(1));
    const all = new Set(Array.from({ length: 20 }, (_, seed) => drawn(seed).join()));
    expect(all.size).toBeGreaterThan(1);
  });

  test.each([
    [3, 1],
    [4, 1],
    [5, 2],
    [6, 2],
  ])('of %i nodes, %i are a minority', (count, size) => {
    const nodes = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    const [{ isolated, drops }] = minority(nodes, 'both', Random.fromSeed(3));
    expect(isolated).toHaveLength(size);
    for (const node of isolated) expect(drops[node]).toHaveLength(count - size);
  });
});

describe('overlapping partitions', () => {
  test('a bridge hears both halves, which do not hear each other', () => {
    expect(bridge(FIVE, 'n3')).toEqual({
      isolated: ['n1', 'n2'],
      drops: { n1: ['n4', 'n5'], n2: ['n4', 'n5'], n4: ['n1', 'n2'], n5: ['n1', 'n2'] },
    });
  });

  test('on a ring of five every node hears its two neighbours', () => {
    expect(ring(FIVE).drops).toEqual({
      n1: ['n3', 'n4'],
      n2: ['n4', 'n5'],
      n3: ['n1', 'n5'],
      n4: ['n1', 'n2'],
      n5: ['n2', 'n3'],
    });
  });

  test.each([4, 5, 6, 7, 9])('on a ring of %i all see a majority, and no two the same', (count) => {
    const nodes = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    const { drops } = ring(nodes);
    const views = nodes.map((node) => nodes.filter((other) => !isCut(drops, node, other)));
    for (const view of views) {
      expect(view.length).toBeGreaterThan(count / 2);
      expect(view.length).toBeLessThan(count);
    }
    expect(new Set(views.map((view) => view.join())).size).toBe(count);
  });
});

test('a union discards what any of its grudges discards', () => {
  expect(union({ n1: ['n2'] }, { n1: ['n2', 'n3'], n2: ['n1'] })).toEqual({
    n1: ['n2', 'n3'],
    n2: ['n1'],
  });
});
