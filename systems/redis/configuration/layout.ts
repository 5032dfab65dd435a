import { DATA_FOLDER } from '../../../harness/index.js';

/** The name under which Sentinels know the primary and its replicas. */
export const GROUP = 'faultline';

/** One program of Redis on a node: where it listens and where its files are. */
export interface Program {
  readonly name: 'redis-server' | 'redis-sentinel';
  readonly port: number;
  readonly configFile: string;
  /** Written before the program is started, by the shell that becomes it. */
  readonly pidFile: string;
  readonly logFile: string;
  /** What libfaketime reads, where the run sets clocks. */
  readonly clockFile: string;
  readonly folder: string;
}

function program(name: Program['name'], port: number): Program {
  const folder = `${DATA_FOLDER}/${name}`;
  return {
    name,
    port,
    folder,
    configFile: `${folder}/${name}.conf`,
    pidFile: `${folder}/${name}.pid`,
    logFile: `${folder}/${name}.log`,
    clockFile: `${folder}/${name}.clock`,
  };
}

export const SERVER = program('redis-server', 6379);
export const SENTINEL = program('redis-sentinel', 26379);
