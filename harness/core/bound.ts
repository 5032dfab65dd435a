import type { Json, JsonObject } from './json.js';
import { count, seconds } from './words.js';

/** How far a figure of a checker may go: the loss that a store's configuration allows, for example. */
export interface Bound {
  /** Name of the checker whose verdict holds the figure. */
  readonly checker: string;
  /** Path of the figure in the verdict's details, joined by dots: `counts.lost`. */
  readonly figure: string;
  /** The figure must not be higher. */
  readonly atMost?: number;
  /** The figure must not be lower. */
  readonly atLeast?: number;
}

/** The number at a path of a verdict's details; `null` where there is none. */
export function figureAt(details: JsonObject, path: string): number | null {
  let at: Json | undefined = details;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return null;
    at = (at as JsonObject)[step];
  }
  return typeof at === 'number' ? at : null;
}

/** Whether a figure is within a bound. */
export function isWithin(
  figure: number,
  { atMost = Infinity, atLeast = -Infinity }: Bound,
): boolean {
  return figure >= atLeast && figure <= atMost;
}

/** Shorter times would be 0.000 s. */
const SHORTEST_IN_SECONDS_NS = 1e6;

/** A value of a figure: as a time where its name ends with `_ns` or `_ms`. */
export function valueInWords({ figure }: Pick<Bound, 'figure'>, value: number): string {
  if (figure.endsWith('_ms')) return `${count(Math.round(value))} ms`;
  if (!figure.endsWith('_ns')) return count(value);
  return value < SHORTEST_IN_SECONDS_NS ? `${count(value)} ns` : seconds(value);
}

/** `counts.lost of lost-writes is at least 1 and at most 10`. */
export function boundInWords(bound: Bound): string {
  const { checker, figure, atLeast, atMost } = bound;
  const limits = [
    ...(atLeast === undefined ? [] : [`at least ${valueInWords(bound, atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${valueInWords(bound, atMost)}`]),
  ];
  return `${figure} of ${checker} is ${limits.join(' and ')}`;
}
