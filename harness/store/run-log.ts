import { pino } from 'pino';

import type { JsonObject } from '../core/json.js';
import type { Log } from '../core/log.js';

/** A log with a file that somebody has to close. */
export interface RunLog extends Log {
  /** Closes the file. Whatever is told later is dropped: the run is over. */
  close(): void;
}

/** The harness' own log of a run: JSON lines, written at once so that a crash loses none. */
export function runLog(path: string): RunLog {
  const file = pino.destination({ dest: path, sync: true });
  const logger = pino({ base: null }, file);
  let open = true;
  const write = (level: 'info' | 'warn') => (message: string, data?: JsonObject) => {
    if (open) logger[level](data ?? {}, message);
  };
  return {
    info: write('info'),
    warn: write('warn'),
    close() {
      open = false;
      file.end();
    },
  };
}
