import { logType } from '../harness/core/data-types/index.js';
import {
  eachThread,
  follow,
  nothing,
  skewedInteger,
  type Course,
  type GeneratorEvent,
} from '../harness/core/generator/index.js';
import { elementsOf, isJsonObject } from '../harness/core/json.js';
import { NEMESIS } from '../harness/core/op.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';
import { eachNodeReads, untilRefused } from './readers.js';

const PAUSE_AFTER_FAILURE_MS = 10;

/** The offset after the last entry that a poll gave; `undefined` where it gave none. */
function nextOffset({ value }: GeneratorEvent): number | undefined {
  const step = elementsOf(elementsOf(value)[0]);
  const [entries] = isJsonObject(step[1]) ? Object.values(step[1]) : [];
  const [offset] = elementsOf(elementsOf(entries).at(-1));
  return typeof offset === 'number' ? offset + 1 : undefined;
}

const poll = (log: number, from: number) => ({
  f: 'poll',
  value: [['poll', { [String(log)]: from }]],
});

/** Where a client stands: what it does next, and where its next poll of each log begins. */
interface Position {
  readonly random: Random;
  readonly isSend: boolean;
  readonly log: number;
  readonly offsets: readonly number[];
  readonly sent: number;
}

/** How ops and logs are chosen. */
interface Choosing {
  readonly sendShare: number;
  readonly skew: number;
}

/** Sends and polls of one thread. */
function course(thread: number, concurrency: number, choosing: Choosing): Course<Position> {
  return {
    op: ({ isSend, log, offsets, sent }) =>
      isSend
        ? { f: 'send', value: [['send', String(log), sent * concurrency + thread]] }
        : poll(log, offsets[log] ?? 0),
    after({ random, isSend, log, offsets, sent }, event) {
      const next = event.type === 'ok' && !isSend ? nextOffset(event) : undefined;
      return drawn({
        random,
        offsets: next === undefined ? offsets : offsets.with(log, next),
        sent: isSend ? sent + 1 : sent,
        choosing,
      });
    },
  };
}

function drawn({
  random,
  offsets,
  sent,
  choosing: { sendShare, skew },
}: Pick<Position, 'random' | 'offsets' | 'sent'> & { readonly choosing: Choosing }): Position {
  const [share, afterShare] = random.fraction();
  const [log, next] = skewedInteger(afterShare, offsets.length, skew);
  return { random: next, isSend: share < sendShare, log, offsets, sent };
}

/** Where the final polls stand. */
interface FinalPosition {
  readonly log: number;
  readonly from: number;
}

/** Polls one log after the other from its beginning to its end. */
function finalPolls(logs: number): Course<FinalPosition> {
  return {
    op: ({ log, from }) => (log < logs ? poll(log, from) : null),
    after({ log, from }, event) {
      if (event.type !== 'ok') return { log, from };
      const next = nextOffset(event);
      return next === undefined ? { log: log + 1, from: 0 } : { log, from: next };
    },
  };
}

/** Unique values that are sent to a few logs, and clients that poll them from the beginning on. */
export const log: Workload = {
  name: 'log',
  summary: 'sends of unique values to logs, and polls of each log from its beginning on',
  invariant: 'each log holds every acknowledged value once, and everybody sees the same order',
  dataType: logType,
  checkers: ['log'],
  model: { name: 'log', options: {} },
  defaults: { logs: 3, sendShare: 0.5, skew: 0 },
  main({ random, concurrency, options }) {
    const offsets = Array.from({ length: Number(options['logs']) }, () => 0);
    const choosing = { sendShare: Number(options['sendShare']), skew: Number(options['skew']) };
    return eachThread((thread) => {
      if (thread === NEMESIS) return nothing;
      const start = drawn({ random: random.fork(`thread ${thread}`), offsets, sent: 0, choosing });
      return follow(course(thread, concurrency, choosing), start, PAUSE_AFTER_FAILURE_MS);
    });
  },
  final: ({ nodeCount, options }) =>
    eachNodeReads(nodeCount, untilRefused(finalPolls(Number(options['logs']))), {
      state: { log: 0, from: 0 },
      refusals: 0,
    }),
};
