import type { Equivalents } from '../equivalents.js';

/** What is known to change nothing; tried all the same, and counted apart. */
export const EQUIVALENTS: readonly Equivalents[] = [];
