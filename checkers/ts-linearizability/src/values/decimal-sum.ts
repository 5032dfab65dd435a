/** `toFixed` gives no more digits; a number with more is added as it is. */
const MOST_DECIMALS = 100;

/**
 * The sum of two numbers as the decimals that they are written as: 0.1 and 0.2 make 0.3. Exact for sums of
 * up to 15 digits.
 */
export function decimalSum(a: number, b: number): number {
  const sum = a + b;
  if ((Number.isInteger(a) && Number.isInteger(b)) || !Number.isFinite(sum)) {
    return sum;
  }
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  return decimals > MOST_DECIMALS ? sum : Number(sum.toFixed(decimals));
}

/** How many digits a number has after its point. */
function decimalsOf(number: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  const [, fraction = ''] = digits.split('.');
  return Math.max(0, fraction.length - Number(exponent));
}
