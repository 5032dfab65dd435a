/**
 * A number as text that reads back as the same number and never as an integer beyond 2^53, which
 * readers may take for an exact one.
 */
export function numberText(number: number): string {
  if (Object.is(number, -0)) return '-0.0';
  return Number.isInteger(number) && !Number.isSafeInteger(number)
    ? number.toExponential()
    : String(number);
}
