import type { PageData, PageOp } from './page-data.js';

/** Pixels. */
export const LANE_HEIGHT = 20;
const START_WIDTH = 3;

/** What of an op its shape depends on. */
export type DrawnOp = Pick<PageOp, 'lane' | 'f' | 'type' | 'mark' | 'to_ns'>;

/** A filled rectangle; `y` counts from the top of the lane. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How an op is drawn wherever it stands in time: names of colours, and what is filled. */
export interface OpShape {
  readonly color: string;
  /** Colour of text across its pieces. */
  readonly ink: string;
  /** The rows that are filled, as `[top, height]` in pixels of the lane. */
  readonly rows: readonly (readonly [top: number, height: number])[];
}

const BODY = [4, 12] as const;
const MARKED = [2, 16] as const;

/**
 * The shape of an op says its outcome as well as its colour does: `ok` fills the lane's middle, `fail`
 * is low, `info` is high, what an anomaly names is tall, and what was lost is tall and cut.
 */
export function shapeOf({ lane, f, mark, type }: DrawnOp): OpShape {
  // While the nemesis awaits something it disturbs nothing.
  if (lane === 0 && f === 'await') return { color: 'replica', ink: 'on-replica', rows: [MARKED] };
  if (lane === 0) return { color: 'fault', ink: 'on-fault', rows: [MARKED] };
  if (mark === 'proof') return { color: 'proof', ink: 'on-proof', rows: [MARKED] };
  if (mark === 'lost') {
    return {
      color: 'lost',
      ink: 'on-lost',
      rows: [
        [2, 12],
        [16, 2],
      ],
    };
  }
  if (type === 'fail') return { color: 'fail', ink: 'text', rows: [[13, 4]] };
  if (type === 'info') return { color: 'info', ink: 'text', rows: [[3, 4]] };
  return { color: 'ok', ink: 'on-op', rows: [BODY] };
}

/**
 * The rectangles of an op. One without an answer is a mark where it began, and a thin line for as long
 * as its lane has nothing else.
 */
export function piecesOf(op: DrawnOp, x: number, width: number): readonly Piece[] {
  const { rows } = shapeOf(op);
  if (op.to_ns !== undefined) return rows.map(([y, height]) => ({ x, y, width, height }));
  const [top, height] = op.mark === undefined ? BODY : MARKED;
  return [
    { x, y: top, width: Math.min(START_WIDTH, width), height },
    { x, y: top + height - 1, width, height: 1 },
  ];
}

/** Where ops without an answer end on the page: at the next op of their lane, else with the run. */
export function openEnds({ ops, duration_ns }: PageData): ReadonlyMap<PageOp, number> {
  const ends = new Map<PageOp, number>();
  const next = new Map<number, number>();
  for (const op of ops.toReversed()) {
    if (op.to_ns === undefined) ends.set(op, next.get(op.lane) ?? duration_ns);
    next.set(op.lane, op.from_ns);
  }
  return ends;
}
