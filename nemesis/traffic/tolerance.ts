/**
 * How far a share of so many packets that were chosen at random strays at most, in per cent: four
 * standard deviations.
 */
export function tolerance(percent: number, packets: number): number {
  const share = percent / 100;
  return Math.max(1, 400 * Math.sqrt((share * (1 - share)) / packets));
}
