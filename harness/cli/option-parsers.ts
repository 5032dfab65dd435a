import { InvalidArgumentError } from 'commander';

/** A whole number within bounds, for an option. */
export function integer(
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= minimum && number <= maximum) return number;
    throw new InvalidArgumentError(
      `expected a whole number from ${minimum}${maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`}.`,
    );
  };
}

/** A number of at least `minimum`. */
export function atLeast(minimum: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number) && number >= minimum) return number;
    throw new InvalidArgumentError(`expected a number of ${minimum} or more.`);
  };
}

/** A number from 0 to 1. */
export function fraction(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('expected a number from 0 to 1.');
}

/** Names joined by commas. */
export function list(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError('expected names joined by commas.');
  return names;
}

/** `key=value`, collected into an object; what a value means is decided by the option's type. */
export function keyValue(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected key=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** One more value of an option that may be given again. */
export function appended(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
