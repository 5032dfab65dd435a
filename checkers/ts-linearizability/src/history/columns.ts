import { endOfPiece } from '../resumable/pauses.js';
import type { Resumable } from '../types.js';
import { sort } from './sort.js';

/** The numbers at the given positions, in that order. */
export function* gather(
  numbers: Float64Array | Int32Array | readonly number[],
  positions: Int32Array | readonly number[],
): Resumable<Float64Array> {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length;) {
    for (const end = endOfPiece(i, positions.length); i < end; i++) {
      result[i] = numbers[positions[i] as number] as number;
    }
    yield;
  }
  return result;
}

/** The positions at the given places, in that order. */
export function* pick(
  positions: Int32Array | readonly number[],
  places: Int32Array,
): Resumable<Int32Array> {
  const result = new Int32Array(places.length);
  for (let i = 0; i < places.length;) {
    for (const end = endOfPiece(i, places.length); i < end; i++) {
      result[i] = positions[places[i] as number] as number;
    }
    yield;
  }
  return result;
}

/** Where each position stands in an order of all of them. */
export function* inverse(order: Int32Array): Resumable<Int32Array> {
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length;) {
    for (const end = endOfPiece(place, order.length); place < end; place++) {
      places[order[place] as number] = place;
    }
    yield;
  }
  return places;
}

/** Positions of operations in ascending order, each once; negative ones (no operation) left out. */
export function* distinct(positions: readonly number[]): Resumable<number[]> {
  const numbers = new Float64Array(positions.length);
  for (let i = 0; i < numbers.length;) {
    for (const end = endOfPiece(i, numbers.length); i < end; i++) {
      numbers[i] = positions[i] as number;
    }
    yield;
  }
  const order = yield* sort(numbers);
  const result: number[] = [];
  let last = -1;
  for (let i = 0; i < order.length;) {
    for (const end = endOfPiece(i, order.length); i < end; i++) {
      const position = numbers[order[i] as number] as number;
      if (position > last) {
        result.push(position);
        last = position;
      }
    }
    yield;
  }
  return result;
}
