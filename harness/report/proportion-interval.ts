/** The quantile of the normal distribution for a confidence of 95 %. */
const Z = 1.959964;

/**
 * Where the true share lies, with a confidence of 95 %, when something was seen so many times in so many trials.
 * Holds for few trials and for shares near 0 and 1 as well.
 * @returns the lower and the upper end, from 0 to 1.
 * @throws RangeError without a trial.
 * @see E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
 */
export function proportionInterval(seen: number, trials: number): readonly [number, number] {
  if (trials <= 0) throw new RangeError('there is no share without a trial');
  const share = seen / trials;
  const scale = 1 + Z ** 2 / trials;
  const middle = share + Z ** 2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
