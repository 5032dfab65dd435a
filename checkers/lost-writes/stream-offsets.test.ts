import { describe, expect, test } from 'vitest';
import type { WitnessSample } from '../../harness/core/witness.js';
import type { Attempt } from './attempts.js';
import { offsetsInWords, streamOffsets } from './stream-offsets.js';

/** `n1` goes on in the stream `a`, by 100 bytes in 100 ns; `n2` left it at 450 and tells so at 600. */
const samples: WitnessSample[] = Array.from({ length: 10 }, (_, i) => ({
  time: i * 100,
  until: i * 100 + 10,
  nodes: [
    { node: 'n1', stream: 'a', offset: i * 100 },
    i < 6
      ? { node: 'n2', stream: 'a', offset: Math.min(i * 100, 450) }
      : { node: 'n2', stream: 'b', offset: 450 + i, left: { stream: 'a', offset: 450 } },
  ],
}));
const promotion = { node: 'n2', from: 'n1', seen_ns: 600 };

function attempt(start_ns: number, end_ns: number, node = 'n1'): Attempt {
  return {
    element: start_ns,
    invocation: 0,
    completion: 1,
    start_ns,
    end_ns,
    node,
    outcome: 'acknowledged',
  } as unknown as Attempt;
}

describe('lost writes in the stream of the old primary', () => {
  test('lie above the offset at which the new primary left it, or not, or between two looks', () => {
    const lost = [attempt(520, 530), attempt(705, 720), attempt(120, 130), attempt(405, 480)];
    const offsets = streamOffsets(lost, promotion, samples);
    expect(offsets).toEqual({ leftAt: 450, above: 2, below: 1, unsure: 1 });
    expect(offsets && offsetsInWords(offsets, promotion)).toBe(
      'n2 left the stream of n1 at offset 450: 2 of these writes surely lie above it, of 1 the looks at n1 do not tell, 1 surely do not, which the promotion does not explain',
    );
  });

  test('are not told where the new primary names another stream, or nothing', () => {
    const renamed = samples.map((sample) => ({
      ...sample,
      nodes: sample.nodes.map((view) => (view.node === 'n1' ? { ...view, stream: 'c' } : view)),
    }));
    expect(streamOffsets([attempt(520, 530)], promotion, renamed)).toBeNull();
    expect(streamOffsets([attempt(520, 530)], promotion, [])).toBeNull();
    const early = samples.slice(0, 6);
    expect(streamOffsets([attempt(520, 530)], promotion, early)).toBeNull();
  });

  test('are not placed by a stream that the new primary had left in an earlier failover', () => {
    const earlier = samples.map((sample, i) => ({
      ...sample,
      nodes: sample.nodes.map((view) =>
        view.node === 'n2' && i < 6 ? { ...view, left: { stream: 'z', offset: 7 } } : view,
      ),
    }));
    const lost = [attempt(520, 530), attempt(705, 720)];
    expect(streamOffsets(lost, promotion, earlier)).toMatchObject({ leftAt: 450, above: 2 });
  });

  test('of another node are not told', () => {
    expect(streamOffsets([attempt(520, 530, 'n3')], promotion, samples)).toMatchObject({
      above: 0,
      unsure: 1,
    });
  });
});
