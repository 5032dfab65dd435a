import { isJsonObject, type Json, type JsonObject } from '../../harness/core/json.js';
import { numberInWords, type Cell, type Column, type Section } from '../../harness/core/section.js';

const NUMBERS = ['ok', 'fail', 'info', 'ok per second', 'p50 ms', 'p99 ms', 'max ms'] as const;

/** The figures per kind of op. */
export function sectionOf(byF: readonly JsonObject[]): Section {
  return {
    id: 'ops',
    title: 'Ops by kind',
    parts: [
      {
        kind: 'table',
        title: 'Ops by kind',
        columns: [
          { name: 'op', kind: 'name' },
          ...NUMBERS.map((name): Column => ({ name, kind: 'number' })),
          { name: 'errors' },
        ],
        rows: byF.map(rowOf),
      },
    ],
  };
}

function rowOf({ f, ok, fail, info, okPerSecond, latency, errors }: JsonObject): readonly Cell[] {
  const { p50_ms, p99_ms, max_ms } = objectOf(latency);
  return [
    typeof f === 'string' ? f : '',
    ...[ok, fail, info, okPerSecond, p50_ms, p99_ms, max_ms].map(figure),
    Object.entries(objectOf(errors))
      .map(([code, number]) => `${code} ${typeof number === 'number' ? numberInWords(number) : ''}`)
      .join(', '),
  ];
}

function figure(value: Json | undefined): Cell {
  return typeof value === 'number' ? value : null;
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
