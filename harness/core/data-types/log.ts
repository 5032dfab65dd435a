import { answer, defineDataType, ok, wrongAnswer } from '../data-type.js';
import { elementsOf, isJsonObject, type Json } from '../json.js';
import { isNumberedValues } from './numbered-values.js';

/** An entry of a log: its offset and its value. */
export type LogEntry = readonly [offset: number, value: Json];

/** What clients do with logs, each of which has a name. Offsets rise, and may leave numbers out. */
export interface LogMethods {
  /** Puts a value at the end of a log; gives its offset. */
  send(log: string, value: Json): Promise<number>;
  /** The next entries of a log whose offset is `from` or more, in their order; none at its end. */
  poll(log: string, from: number): Promise<readonly LogEntry[]>;
  /**
   * Takes entries of a log as a member of the one group of consumers that each log has. First come those that a member was given
   * and did not acknowledge for `idle_ms`, then those that nobody was given; none where there are neither.
   */
  take(log: string, member: string, idle_ms: number): Promise<readonly LogEntry[]>;
  /** Acknowledges entries for the group: nobody is given them again. */
  ack(log: string, offsets: readonly number[]): Promise<unknown>;
}

/** The one step of an op: `['send', log, value]` or `['poll', {log: from}]`. */
function stepOf(value: Json | undefined): readonly Json[] {
  return elementsOf(elementsOf(value)[0]);
}

function isOffsets(offsets: Json | undefined): offsets is readonly number[] {
  return Array.isArray(offsets) && offsets.every((one: Json) => Number.isInteger(one));
}

/**
 * Logs as in Jepsen's Kafka test: `send` of `[["send", log, value]]` gives `[["send", log, [offset, value]]]`,
 * `poll` of `[["poll", {log: from}]]` gives `[["poll", {log: [[offset, value], …]}]]`. Where a log has a group of consumers, `take` of
 * `[["take", log, {member, idle_ms}]]` gives `[["take", log, [[offset, value], …]]]`, and `ack` takes `[["ack", log, [offset, …]]]`.
 */
export const logType = defineDataType<LogMethods>({
  name: 'log',
  summary: 'logs: send a value to the end of one, poll from an offset on; groups of consumers',
  operations: {
    send: {
      needs: ['send'],
      serve(client, value) {
        const [f, log, sent] = stepOf(value);
        if (f !== 'send' || typeof log !== 'string' || sent === undefined) return null;
        return client.send(log, sent).then((offset) => {
          if (Number.isInteger(offset)) return ok([[f, log, [offset, sent]]]);
          throw wrongAnswer('the offset from send, a whole number', offset);
        });
      },
    },
    poll: {
      needs: ['poll'],
      readsOnly: true,
      serve(client, value) {
        const [f, of] = stepOf(value);
        if (f !== 'poll' || !isJsonObject(of)) return null;
        const [log, from] = Object.entries(of)[0] ?? [];
        if (log === undefined || typeof from !== 'number') return null;
        return client.poll(log, from).then((returned) => {
          const entries = answer(returned);
          if (isNumberedValues(entries)) return ok([[f, { [log]: entries }]]);
          throw wrongAnswer('entries [offset, value] from poll', returned);
        });
      },
    },
    take: {
      needs: ['take'],
      optional: true,
      serve(client, value) {
        const [f, log, as] = stepOf(value);
        if (f !== 'take' || typeof log !== 'string' || !isJsonObject(as)) return null;
        const { member, idle_ms } = as;
        if (typeof member !== 'string' || typeof idle_ms !== 'number') return null;
        return client.take(log, member, idle_ms).then((returned) => {
          const entries = answer(returned);
          if (isNumberedValues(entries)) return ok([[f, log, entries]]);
          throw wrongAnswer('entries [offset, value] from take', returned);
        });
      },
    },
    ack: {
      needs: ['ack'],
      optional: true,
      serve(client, value) {
        const [f, log, offsets] = stepOf(value);
        if (f !== 'ack' || typeof log !== 'string' || !isOffsets(offsets)) return null;
        return client.ack(log, offsets).then(() => ok(value));
      },
    },
  },
});
