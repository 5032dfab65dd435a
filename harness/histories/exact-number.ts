/**
 * What a text says and no number is exactly: a decimal as in `1.25e-7`, or a ratio as in `1/3`. One
 * text for each value.
 */
export type ExactNumber = { readonly decimal: string } | { readonly ratio: string };

const INTEGER = /^[+-]?\d+$/;
const RATIO = /^([+-]?\d+)\/(\d+)$/;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** A ratio that is a decimal of more digits stays a ratio. */
const MOST_DIGITS = 60n;

/**
 * A number in a text with all its digits: a number where the shortest decimal of that number is what
 * stands there, a bigint for integers beyond 2^53, and an {@link ExactNumber} for the rest.
 *
 * @param text - an integer, a decimal with or without an exponent, or a ratio of integers (`1/3`).
 * @returns nothing if the text is no number.
 */
export function exactNumber(text: string): number | bigint | ExactNumber | undefined {
  if (INTEGER.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text.replace('+', ''));
  }
  const decimal = scientific(text);
  if (decimal !== undefined) {
    const number = Number(text);
    return scientific(String(number)) === decimal ? number : { decimal };
  }
  const [, above, below] = RATIO.exec(text) ?? [];
  return above === undefined || below === undefined || BigInt(below) === 0n
    ? undefined
    : quotient(BigInt(above.replace('+', '')), BigInt(below));
}

/** A decimal with one digit before its point and none too many; nothing if the text is no decimal. */
function scientific(text: string): string | undefined {
  const parts = DECIMAL.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') {
    return '0';
  }
  const rest = digits.slice(1).replace(/0+$/, '');
  const power = BigInt(exponent) + BigInt(digits.length - fraction.length - 1);
  return `${sign === '-' ? '-' : ''}${digits[0]}${rest === '' ? '' : `.${rest}`}e${power}`;
}

function quotient(above: bigint, below: bigint): number | bigint | ExactNumber | undefined {
  for (let digits = 0n; digits <= MOST_DIGITS; digits++) {
    const scaled = above * 10n ** digits;
    if (scaled % below === 0n) {
      return exactNumber(digits === 0n ? `${scaled / below}` : `${scaled / below}e-${digits}`);
    }
  }
  const divisor = greatestCommonDivisor(above < 0n ? -above : above, below);
  return { ratio: `${above / divisor}/${below / divisor}` };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
