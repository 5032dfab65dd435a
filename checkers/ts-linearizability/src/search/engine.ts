/** Where an engine stands after some steps. */
export type EngineState =
  | { readonly state: 'running' }
  /** A legal order, as indices of the problem. */
  | { readonly state: 'ok'; readonly order: Int32Array }
  | { readonly state: 'illegal' };

/** How far a history could be followed, as indices of the problem. */
export interface DeadEnd {
  readonly longestPrefix: Int32Array;
  /** The operation whose return no legal order reaches. */
  readonly firstUnplaceable: number;
}

/** A search that can be advanced piece by piece. */
export interface Engine {
  readonly method: 'depth-first' | 'frontier';
  /** Elementary steps done so far. */
  readonly steps: number;
  /** An estimate of the memory held, and what the next growth would make of it. */
  readonly bytes: number;
  /** How far the history could be followed so far. */
  readonly deadEnd: DeadEnd;
  /** Goes on for about so many steps. Once not `running`, it stays that way. */
  advance(steps: number): EngineState;
}

export const RUNNING: EngineState = { state: 'running' };
