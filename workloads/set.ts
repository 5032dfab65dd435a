import { always, delay, eachThread, unfold, untilOk } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';

const RETRY_INTERVAL_MS = 100;

/**
 * Unique adds, then a read of everything from every thread, and so from every node. The plainest
 * question to ask of a store: is what it acknowledged still there?
 */
export const set: Workload = {
  name: 'set',
  summary: 'adds of unique integers, then final reads from every node',
  invariant: 'every acknowledged add is in every final read, and nothing else is',
  dataType: 'set',
  checkers: ['lost-writes', 'stats', 'faults-proven'],
  defaults: {},
  main: () => unfold(0, (value) => [{ f: 'add', value }, value + 1]),
  final: () => eachThread(untilOk(delay(RETRY_INTERVAL_MS, always({ f: 'final-read' })))),
};
