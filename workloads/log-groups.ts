import { logType } from '../harness/core/data-types/index.js';
import {
  eachThread,
  follow,
  nothing,
  skewedInteger,
  type Course,
  type GeneratorEvent,
} from '../harness/core/generator/index.js';
import { HELD_ELSEWHERE } from '../harness/core/final-read.js';
import { elementsOf, type JsonObject } from '../harness/core/json.js';
import { NEMESIS } from '../harness/core/op.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';
import { eachNodeReads, untilRefused } from './readers.js';

const PAUSE_AFTER_FAILURE_MS = 10;

interface Options {
  readonly logs: number;
  readonly sendShare: number;
  readonly ackShare: number;
  readonly redeliverAfter_ms: number;
  readonly skew: number;
}

/** What a client does next. */
interface Turn {
  readonly random: Random;
  readonly log: string;
  readonly next: 'send' | 'take' | 'ack';
  /** The offsets that it was given and is going to acknowledge. */
  readonly taken: readonly number[];
  readonly sent: number;
}

/** The offsets of the entries that a take gave. */
function offsetsTaken({ value }: GeneratorEvent): readonly number[] {
  const [step] = elementsOf(value);
  return elementsOf(elementsOf(step)[2]).map((entry) => Number(elementsOf(entry)[0]));
}

const take = (log: string, member: string, idle_ms: number) => ({
  f: 'take',
  value: [['take', log, { member, idle_ms }]],
});

const ack = (log: string, offsets: readonly number[]) => ({
  f: 'ack',
  value: [['ack', log, offsets]],
});

/** Sends, or takes entries and acknowledges them; some are never acknowledged, as by a member that died. */
function course(thread: number, concurrency: number, options: Options): Course<Turn> {
  return {
    op({ log, next, taken, sent }) {
      if (next === 'ack') return ack(log, taken);
      return next === 'take'
        ? take(log, `m${thread}`, options.redeliverAfter_ms)
        : { f: 'send', value: [['send', log, sent * concurrency + thread]] };
    },
    after({ random, log, next, sent }, event) {
      const free = drawn(random, next === 'send' ? sent + 1 : sent, options);
      if (next !== 'take' || event.type !== 'ok') return free;
      const taken = offsetsTaken(event);
      const [share, rest] = random.fraction();
      return taken.length > 0 && share < options.ackShare
        ? { random: rest, log, next: 'ack', taken, sent }
        : free;
    },
  };
}

function drawn(random: Random, sent: number, { logs, sendShare, skew }: Options): Turn {
  const [share, afterShare] = random.fraction();
  const [log, rest] = skewedInteger(afterShare, logs, skew);
  const next = share < sendShare ? 'send' : 'take';
  return { random: rest, log: String(log), next, taken: [], sent };
}

/** Where a member stands that takes and acknowledges what is left, one log of its node after the other. */
interface Draining {
  readonly log: number;
  readonly taken: readonly number[];
}

function draining(logs: number): Course<Draining> {
  return {
    op({ log, taken }) {
      if (log === logs) return null;
      return taken.length > 0 ? ack(String(log), taken) : take(String(log), 'last', 0);
    },
    after({ log, taken }, event) {
      // Of a cluster that shares out its keys: another node has this log.
      if (event.error?.code === HELD_ELSEWHERE) return { log: log + 1, taken: [] };
      if (event.type !== 'ok') return { log, taken };
      if (taken.length > 0) return { log, taken: [] };
      const given = offsetsTaken(event);
      return given.length > 0 ? { log, taken: given } : { log: log + 1, taken: [] };
    },
  };
}

function optionsOf(options: JsonObject): Options {
  return {
    logs: Number(options['logs']),
    sendShare: Number(options['sendShare']),
    ackShare: Number(options['ackShare']),
    redeliverAfter_ms: Number(options['redeliverAfter_ms']),
    skew: Number(options['skew']),
  };
}

/** Logs that a group of consumers works off: each entry is given to one of them, and again until one acknowledges it. */
export const logGroups: Workload = {
  name: 'log-groups',
  summary: 'sends to logs, and a group of consumers that take entries and acknowledge most of them',
  invariant:
    'every acknowledged value is delivered at least once, and not after its delivery was acknowledged',
  dataType: logType,
  operations: ['send', 'take', 'ack'],
  checkers: ['log-delivery'],
  defaults: { logs: 3, sendShare: 0.4, ackShare: 0.8, redeliverAfter_ms: 50, skew: 0 },
  main: ({ random, concurrency, options }) =>
    eachThread((thread) => {
      if (thread === NEMESIS) return nothing;
      const given = optionsOf(options);
      const start = drawn(random.fork(`thread ${thread}`), 0, given);
      return follow(course(thread, concurrency, given), start, PAUSE_AFTER_FAILURE_MS);
    }),
  final: ({ nodeCount, options }) =>
    eachNodeReads(nodeCount, untilRefused(draining(Number(options['logs']))), {
      state: { log: 0, taken: [] },
      refusals: 0,
    }),
};
