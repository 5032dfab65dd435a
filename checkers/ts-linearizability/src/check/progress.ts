import type { SearchProgress } from '../search/portfolio.js';
import type { Progress } from '../types.js';

/** What is known of a check besides how far the work at hand has come. */
export type Place = Omit<Progress, 'method' | 'steps' | 'placed'>;

/** How far a check has come. */
export function progressOf({ method, steps, placed }: SearchProgress, place: Place): Progress {
  return { ...place, method, steps, placed };
}
