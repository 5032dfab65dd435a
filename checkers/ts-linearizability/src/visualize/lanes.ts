import type { VisualOperation } from './data.js';

/** Where an operation is drawn: a line, and columns counted in different times. */
export interface Placement {
  readonly operation: VisualOperation;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

/** The layout of all operations. */
export interface Layout {
  readonly placements: readonly Placement[];
  /** The client of each line; a client with operations at the same time has several. */
  readonly lanes: readonly string[];
  readonly columns: number;
}

/** Puts operations on lines by client, without overlap; times become columns by rank. */
export function layOut(operations: readonly VisualOperation[]): Layout {
  const times = new Set(
    operations.flatMap(({ call, return: returned }) => [call, returned ?? call]),
  );
  const ranks = new Map([...times].sort((a, b) => a - b).map((time, rank) => [time, rank]));
  const columns = times.size + 1;
  const lanes: { readonly client: string; readonly end: number }[] = [];
  const placements = operations
    .toSorted((a, b) => a.call - b.call || a.id - b.id)
    .map((operation): Placement => {
      const from = ranks.get(operation.call) as number;
      const to = operation.return === undefined ? columns : (ranks.get(operation.return) as number);
      const free = lanes.findIndex(({ client, end }) => client === operation.client && end < from);
      const lane = free < 0 ? lanes.length : free;
      lanes[lane] = { client: operation.client, end: to };
      return { operation, lane, from, to };
    });
  const inOrder = [...lanes.entries()].sort(([, a], [, b]) =>
    a.client.localeCompare(b.client, 'en', { numeric: true }),
  );
  const lineOf = new Map(inOrder.map(([lane], line) => [lane, line]));
  return {
    placements: placements.map((placed) => ({
      ...placed,
      lane: lineOf.get(placed.lane) as number,
    })),
    lanes: inOrder.map(([, { client }]) => client),
    columns,
  };
}
