import type { ConsistencyModel } from './models.js';

/** Names of cycles after Adya (1999) and Elle, without the suffix that names the order they need. */
export const CYCLE_NAMES = ['G0', 'G1c', 'G-single', 'G-nonadjacent', 'G2-item'] as const;

export type CycleName = (typeof CYCLE_NAMES)[number];

/** What a cycle needs beside what reads and writes prove. */
export const ORDERS = ['none', 'process', 'realtime'] as const;

export type Order = (typeof ORDERS)[number];

export type CycleType = CycleName | `${CycleName}-process` | `${CycleName}-realtime`;

export function cycleType(name: CycleName, order: Order): CycleType {
  return order === 'none' ? name : `${name}-${order}`;
}

/** The weakest models that forbid each anomaly; all that imply one of them do, too. */
export const EXCLUDED_BY = {
  'garbage-read': ['read-uncommitted'],
  'duplicate-elements': ['read-uncommitted'],
  'future-read': ['read-uncommitted'],
  G0: ['read-uncommitted'],
  'G0-process': ['strong-session-read-uncommitted'],
  'G0-realtime': ['strong-read-uncommitted'],
  G1a: ['read-committed'],
  G1b: ['read-committed'],
  'dirty-update': ['read-committed'],
  'incompatible-order': ['read-committed'],
  'cyclic-versions': ['read-committed'],
  G1c: ['read-committed'],
  'G1c-process': ['strong-session-read-committed'],
  'G1c-realtime': ['strong-read-committed'],
  internal: ['read-atomic', 'pram', 'consistent-view', 'repeatable-read'],
  'non-monotonic-read': ['monotonic-atomic-view'],
  'fractured-read': ['read-atomic', 'consistent-view', 'repeatable-read'],
  'fractured-read-process': ['read-atomic'],
  'pram-violation': ['pram'],
  'causality-violation': ['causal'],
  'lost-update': ['cursor-stability'],
  'G-single': ['consistent-view', 'repeatable-read'],
  'G-single-process': ['strong-session-snapshot-isolation'],
  'G-single-realtime': ['strong-snapshot-isolation'],
  'G-nonadjacent': ['snapshot-isolation', 'repeatable-read'],
  'G-nonadjacent-process': ['strong-session-snapshot-isolation'],
  'G-nonadjacent-realtime': ['strong-snapshot-isolation'],
  'G2-item': ['repeatable-read'],
  'G2-item-process': ['strong-session-serializable'],
  'G2-item-realtime': ['strict-serializable'],
} as const satisfies Readonly<Record<string, readonly ConsistencyModel[]>>;

export type AnomalyType = keyof typeof EXCLUDED_BY;
