import { pino } from 'pino';

import type { Log } from '../core/log.js';

/** The harness' own log of a run: JSON lines, written at once so that a crash loses none. */
export function runLog(path: string): Log {
  const logger = pino({ base: null }, pino.destination({ dest: path, sync: true }));
  return {
    info: (message, data) => {
      logger.info(data ?? {}, message);
    },
    warn: (message, data) => {
      logger.warn(data ?? {}, message);
    },
  };
}
