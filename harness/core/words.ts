import { NS_PER_S } from './clock.js';

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listInWords(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? 'nothing';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** Nanoseconds of the run's clock for people: `12.345 s`. */
export function seconds(time_ns: number): string {
  return `${(time_ns / NS_PER_S).toFixed(3)} s`;
}

/** A number with separated thousands: `1,234,567`. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `1 write`, `2 writes`. */
export function counted(number: number, singular: string, plural = `${singular}s`): string {
  return `${count(number)} ${number === 1 ? singular : plural}`;
}
