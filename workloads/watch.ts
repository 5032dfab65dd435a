import { watchType } from '../harness/core/data-types/index.js';
import {
  eachThread,
  follow,
  nothing,
  skewedInteger,
  type Course,
  type GeneratorEvent,
} from '../harness/core/generator/index.js';
import { elementsOf } from '../harness/core/json.js';
import { NEMESIS } from '../harness/core/op.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';
import { eachNodeReads, untilRefused } from './readers.js';

const PAUSE_AFTER_FAILURE_MS = 10;

/** The revision after the last event that a watch gave; `undefined` where it gave none. */
function nextRevision({ value }: GeneratorEvent): number | undefined {
  const [revision] = elementsOf(elementsOf(elementsOf(value)[1]).at(-1));
  return typeof revision === 'number' ? revision + 1 : undefined;
}

/** Where a client stands: what it does next, and from where it goes on to watch each key. */
interface Position {
  readonly random: Random;
  readonly next: 'write' | 'watch';
  readonly key: number;
  readonly for_ms: number;
  readonly revisions: readonly number[];
  readonly written: number;
}

interface Options {
  readonly writeShare: number;
  readonly longestWatch_ms: number;
  readonly skew: number;
}

/** Writes and watches of one thread. */
function course(thread: number, concurrency: number, options: Options): Course<Position> {
  return {
    op: ({ next, key, for_ms, revisions, written }) =>
      next === 'write'
        ? { f: 'write', value: [key, written * concurrency + thread] }
        : { f: 'watch', value: [key, [revisions[key] ?? 0, for_ms]] },
    after({ random, next, key, revisions, written }, event) {
      const from = next === 'watch' && event.type === 'ok' ? nextRevision(event) : undefined;
      return drawn(options, {
        random,
        revisions: from === undefined ? revisions : revisions.with(key, from),
        written: next === 'write' ? written + 1 : written,
      });
    },
  };
}

function drawn(
  { writeShare, longestWatch_ms, skew }: Options,
  { random, revisions, written }: Pick<Position, 'random' | 'revisions' | 'written'>,
): Position {
  const [share, afterShare] = random.fraction();
  const [part, afterPart] = afterShare.fraction();
  const [key, rest] = skewedInteger(afterPart, revisions.length, skew);
  return {
    random: rest,
    next: share < writeShare ? 'write' : 'watch',
    key,
    for_ms: Math.ceil(longestWatch_ms * (0.5 + part / 2)),
    revisions,
    written,
  };
}

/** Nothing more comes where so many watches in a row were told of nothing: the last changes may come to a node late. */
const SILENT_WATCHES = 5;

/** At the end all changes are there already, so none has to be waited for long. */
const LONGEST_FINAL_WATCH_MS = 100;

/** Where the final watches stand. */
interface FinalPosition {
  readonly key: number;
  readonly from: number;
  /** Watches in a row that were told of nothing. */
  readonly silent: number;
}

/** Watches one key after the other from its first revision on, each until nothing more comes. */
function finalWatches(keys: number, for_ms: number): Course<FinalPosition> {
  return {
    op: ({ key, from }) => (key < keys ? { f: 'final-watch', value: [key, [from, for_ms]] } : null),
    after({ key, from, silent }, event) {
      if (event.type !== 'ok') return { key, from, silent };
      const next = nextRevision(event);
      if (next !== undefined) return { key, from: next, silent: 0 };
      return silent + 1 < SILENT_WATCHES
        ? { key, from, silent: silent + 1 }
        : { key: key + 1, from: 0, silent: 0 };
    },
  };
}

/** Unique values that are written to a few keys, and clients that watch these, each from where it has come to. */
export const watch: Workload = {
  name: 'watch',
  summary: 'unique writes to a few keys, and watches that go on from where the one before ended',
  invariant: 'every watch of a key is told of each change from its revision on, once and in order',
  dataType: watchType,
  checkers: ['watch-events'],
  defaults: { keys: 3, writeShare: 0.6, longestWatch_ms: 50, skew: 0 },
  main({ random, concurrency, options }) {
    const revisions = Array.from({ length: Number(options['keys']) }, () => 0);
    const given: Options = {
      writeShare: Number(options['writeShare']),
      longestWatch_ms: Number(options['longestWatch_ms']),
      skew: Number(options['skew']),
    };
    return eachThread((thread) => {
      if (thread === NEMESIS) return nothing;
      const start = { random: random.fork(`thread ${thread}`), revisions, written: 0 };
      return follow(
        course(thread, concurrency, given),
        drawn(given, start),
        PAUSE_AFTER_FAILURE_MS,
      );
    });
  },
  final: ({ nodeCount, options }) =>
    eachNodeReads(
      nodeCount,
      untilRefused(
        finalWatches(
          Number(options['keys']),
          Math.min(Number(options['longestWatch_ms']), LONGEST_FINAL_WATCH_MS),
        ),
      ),
      { state: { key: 0, from: 0, silent: 0 }, refusals: 0 },
    ),
};
