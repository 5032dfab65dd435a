import { answer, defineDataType, ok, wrongAnswer } from '../data-type.js';
import type { Json } from '../json.js';
import { isJsonObject } from '../nemesis-record.js';

/** An entry of a log: its offset and its value. */
export type LogEntry = readonly [offset: number, value: Json];

/** What clients do with logs, each of which has a name. Offsets rise, and may leave numbers out. */
export interface LogMethods {
  /** Puts a value at the end of a log; gives its offset. */
  send(log: string, value: Json): Promise<number>;
  /** The next entries of a log whose offset is `from` or more, in their order; none at its end. */
  poll(log: string, from: number): Promise<readonly LogEntry[]>;
}

/** The one step of an op: `['send', log, value]` or `['poll', {log: from}]`. */
function stepOf(value: Json | undefined): readonly Json[] {
  const [step] = Array.isArray(value) ? (value as readonly Json[]) : [];
  return Array.isArray(step) ? (step as readonly Json[]) : [];
}

function isEntries(entries: Json): boolean {
  return (
    Array.isArray(entries) &&
    entries.every((one: Json) => Array.isArray(one) && one.length === 2 && Number.isInteger(one[0]))
  );
}

/**
 * Logs as in Jepsen's Kafka test: `send` of `[["send", log, value]]` gives `[["send", log, [offset, value]]]`,
 * `poll` of `[["poll", {log: from}]]` gives `[["poll", {log: [[offset, value], …]}]]`.
 */
export const logType = defineDataType<LogMethods>({
  name: 'log',
  summary: 'logs: send a value to the end of one, poll from an offset on',
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
          if (isEntries(entries)) return ok([[f, { [log]: entries }]]);
          throw wrongAnswer('entries [offset, value] from poll', returned);
        });
      },
    },
  },
});
