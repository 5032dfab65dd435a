import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { History } from '../core/history.js';
import { jsonText } from '../core/json-text.js';
import { isNemesis, type Op } from '../core/op.js';
import { faultlineFormat, MalformedHistoryError, readEvents } from '../histories/index.js';
import { FILES } from './layout.js';

/** A history that was read back, and whether its last line was torn (a killed run leaves that). */
export interface ReadHistory {
  readonly history: History;
  readonly tornLastLine: boolean;
}

/** The path of the history in a run's folder: the compressed one, unless only a plain one is there. */
export async function historyIn(folder: string): Promise<string> {
  const plain = join(folder, FILES.plainHistory);
  const compressed = join(folder, FILES.history);
  return (await exists(compressed)) || !(await exists(plain)) ? compressed : plain;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** What `readHistory` may be told. */
export interface ReadHistoryOptions {
  /** No event may be longer, in units of 2^20 characters. Default: that of `readEvents`. */
  readonly maxEvent_MiB?: number;
  /**
   * Whether long values of the nemesis are cut. Of an imported history they are shown and never judged,
   * and a file may hold more of them than fits in memory.
   */
  readonly cutNemesis?: boolean;
}

/** What is kept of such a value: more than a report shows. */
const NEMESIS_CHARS = 200;

/**
 * Reads a `history.jsonl.gz`, or the same as plain lines, as a stream.
 * @throws InputError naming the line, what was expected there and what came.
 */
export async function readHistory(
  path: string,
  options: ReadHistoryOptions = {},
): Promise<ReadHistory> {
  const { cutNemesis = false, ...reading } = options;
  const history = new History();
  try {
    const { notes } = await readEvents(path, {
      ...reading,
      format: faultlineFormat,
      // Our own reader gives times.
      open: () => ({
        take: (event) => {
          const op = event as Omit<Op, 'index'>;
          history.append(cutNemesis ? withoutLongNemesis(op) : op);
        },
      }),
    });
    return { history, tornLastLine: notes.length > 0 };
  } catch (error) {
    throw error instanceof MalformedHistoryError ? error.inFile(path, ADVICE) : error;
  }
}

const ADVICE =
  'the file was changed or cut after the run: restore it, or remove what follows the last good line';

/** An op whose value is cut where it is a long one of the nemesis. */
export function withoutLongNemesis(op: Omit<Op, 'index'>): Omit<Op, 'index'> {
  if (!isNemesis(op)) return op;
  const text = op.value === undefined ? '' : jsonText(op.value);
  // Through bytes: a part of a string would keep all of it in memory.
  const start = (): string => Buffer.from(text.slice(0, NEMESIS_CHARS)).toString();
  return text.length <= NEMESIS_CHARS ? op : { ...op, value: `${start()}…` };
}
