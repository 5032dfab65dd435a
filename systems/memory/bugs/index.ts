import type { Bug } from './bug.js';
import { containers } from './containers.js';
import { everywhere } from './everywhere.js';
import { lifetimes } from './lifetimes.js';
import { numbers } from './numbers.js';
import { values } from './values.js';
import { watches } from './watches.js';

export { strikesAt, type Bug, type Session, type Strikes } from './bug.js';

/** Every bug that can be planted in the store. */
export const bugs: readonly Bug[] = [
  ...everywhere,
  ...values,
  ...containers,
  ...numbers,
  ...lifetimes,
  ...watches,
];
