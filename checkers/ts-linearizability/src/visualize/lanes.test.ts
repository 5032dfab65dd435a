import { describe, expect, it } from 'vitest';
import { layOut } from './lanes.js';

describe('layOut', () => {
  const operation = (id: number, client: string, call: number, returned?: number) => ({
    id,
    client,
    description: '',
    call,
    ...(returned === undefined ? {} : { return: returned }),
    witness: false,
  });

  it('gives clients lines in their order, and overlapping operations of one client two', () => {
    const layout = layOut([
      operation(0, '10', 0, 5),
      operation(1, '2', 1, 2),
      operation(2, '10', 3, 7),
      operation(3, '10', 8),
    ]);
    expect(layout.lanes).toEqual(['2', '10', '10']);
    expect(layout.placements.map(({ lane }) => lane)).toEqual([1, 0, 2, 1]);
  });

  it('keeps what was called at one time, and the lines of one client, in the order of the history', () => {
    const layout = layOut([2, 0, 1].map((id) => operation(id, 'a', 0, 9)));
    expect(layout.placements.map(({ operation: { id }, lane }) => [id, lane])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    const many = layOut([0, 1, 2, 3].map((id) => operation(id, id === 1 ? 'b' : 'a', id, 9)));
    expect(many.lanes).toEqual(['a', 'a', 'a', 'b']);
    expect(many.placements.map(({ lane }) => lane)).toEqual([0, 3, 1, 2]);
  });

  it('does not put an operation right behind one that returned as it was called', () => {
    const layout = layOut([operation(0, 'a', 0, 5), operation(1, 'a', 5, 6)]);
    expect(layout.placements.map(({ lane, from, to }) => [lane, from, to])).toEqual([
      [0, 0, 1],
      [1, 1, 2],
    ]);
  });

  it('gives each time a column, however far apart', () => {
    const layout = layOut([operation(7, 'b', 1e9, 2e9), operation(8, 'a', 0.5, 1e9)]);
    expect(layout).toEqual({
      placements: [
        { operation: operation(8, 'a', 0.5, 1e9), lane: 0, from: 0, to: 1 },
        { operation: operation(7, 'b', 1e9, 2e9), lane: 1, from: 1, to: 2 },
      ],
      lanes: ['a', 'b'],
      columns: 4,
    });
  });

  it('puts what is called at the end of another on another line', () => {
    const layout = layOut([
      operation(0, 'a', 0, 1),
      operation(1, 'a', 1, 2),
      operation(2, 'a', 2, 3),
    ]);
    expect(layout.placements.map(({ lane }) => lane)).toEqual([0, 1, 0]);
  });

  it('draws what was never answered to the end', () => {
    const layout = layOut([operation(0, '', 0), operation(1, '', 1, 2)]);
    expect(layout.placements[0]?.to).toBe(layout.columns);
  });
});
