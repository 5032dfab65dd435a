import { OpFailed } from '../../../harness/index.js';
import type { Bug } from './bug.js';

/** Mistakes with what is there for a time only: leases, and values that expire. */
export const lifetimes: readonly Bug[] = [
  {
    name: 'lease-given-twice',
    summary: 'a lease that somebody has is given to another one',
    workloads: ['lease'],
    data(data, strikes) {
      const takeLease = data.takeLease.bind(data);
      data.takeLease = (holder, duration_ms, now_ms) => {
        try {
          return takeLease(holder, duration_ms, now_ms);
        } catch (error) {
          // Nobody has it any more long after.
          if (error instanceof OpFailed && strikes()) {
            return takeLease(holder, duration_ms, now_ms + 60_000);
          }
          throw error;
        }
      };
    },
  },
  {
    name: 'lease-that-ends-early',
    summary: 'a lease ends after a quarter of its time',
    workloads: ['lease'],
    data(data, strikes) {
      const takeLease = data.takeLease.bind(data);
      data.takeLease = (holder, duration_ms, now_ms) =>
        takeLease(holder, strikes() ? duration_ms / 4 : duration_ms, now_ms);
    },
  },
  {
    name: 'lease-that-outlives-its-time',
    summary: 'a lease lasts four times as long as it was given for',
    workloads: ['lease'],
    data(data, strikes) {
      const takeLease = data.takeLease.bind(data);
      data.takeLease = (holder, duration_ms, now_ms) =>
        takeLease(holder, strikes() ? duration_ms * 4 : duration_ms, now_ms);
    },
  },
];
