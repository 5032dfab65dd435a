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
      data.takeLease = (lease, holder, duration_ms, now_ms) => {
        try {
          return takeLease(lease, holder, duration_ms, now_ms);
        } catch (error) {
          // Nobody has it any more long after.
          if (error instanceof OpFailed && strikes()) {
            return takeLease(lease, holder, duration_ms, now_ms + 60_000);
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
      data.takeLease = (lease, holder, duration_ms, now_ms) =>
        takeLease(lease, holder, strikes() ? duration_ms / 4 : duration_ms, now_ms);
    },
  },
  {
    name: 'lease-that-outlives-its-time',
    summary: 'a lease lasts four times as long as it was given for',
    workloads: ['lease'],
    data(data, strikes) {
      const takeLease = data.takeLease.bind(data);
      data.takeLease = (lease, holder, duration_ms, now_ms) =>
        takeLease(lease, holder, strikes() ? duration_ms * 4 : duration_ms, now_ms);
    },
  },
  {
    name: 'expired-key-served',
    summary: 'a read gives a value whose time is over',
    workloads: ['expiry'],
    data(data, strikes) {
      const readExpiring = data.readExpiring.bind(data);
      data.readExpiring = (key, now_ms) => readExpiring(key, strikes() ? 0 : now_ms);
    },
  },
  {
    name: 'early-expiry',
    summary: 'a value is gone after a quarter of its time',
    workloads: ['expiry'],
    data(data, strikes) {
      const writeExpiring = data.writeExpiring.bind(data);
      data.writeExpiring = (key, value, lifetime_ms, now_ms) =>
        writeExpiring(key, value, strikes() ? lifetime_ms / 4 : lifetime_ms, now_ms);
    },
  },
];
