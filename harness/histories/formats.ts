import { CsvReader } from './csv/csv-reader.js';
import { ElleJsonReader } from './json/elle-json-reader.js';
import { FaultlineReader } from './json/faultline-reader.js';
import type { EventReader } from './recorded-event.js';
import { EdnReader } from './edn/edn-reader.js';
import { JepsenTextReader } from './jepsen-text-reader.js';
import { EtcdLogReader } from './etcd-log-reader.js';
import { awditReader, plumeReader } from './session-text-reader.js';
import { exportCsv } from './write/export-csv.js';
import { exportEdn } from './write/export-edn.js';
import { exportElleJson } from './write/export-elle-json.js';
import { exportLines } from './write/export-lines.js';
import type { History } from '../core/history.js';

/** A way to write a history down, and how its ops are to be understood where it leaves that open. */
export interface Format {
  readonly name: string;
  readonly summary: string;
  readonly reader: () => EventReader;
  /** A history as text of the format, in pieces, which the reader gives back as it was; absent where nobody needs that. */
  readonly write?: (history: History) => Iterable<string>;
  /** What a cas that failed without saying what it saw did: it saw another value, or never ran. */
  readonly failedCas: FailedCas;
  /** `false`: the order of its events is none of real time. Default: true. */
  readonly realTime?: boolean;
  /** Whether one clock stamped all events: then a time that goes back is a fault. */
  readonly oneClock: boolean;
}

export type FailedCas = 'did-not-happen' | 'saw-other';

/** Our own. */
export const faultlineFormat: Format = {
  name: 'jsonl',
  summary: 'our own history.jsonl: an event on each line, indices from 0',
  reader: () => new FaultlineReader(),
  write: exportLines,
  failedCas: 'did-not-happen',
  oneClock: true,
};

/** Every format: all can be read, some written. */
export const formats: readonly Format[] = [
  faultlineFormat,
  {
    name: 'edn',
    summary: 'Jepsen’s op maps in a vector, in a list, or bare',
    reader: () => new EdnReader(),
    write: exportEdn,
    failedCas: 'did-not-happen',
    oneClock: false,
  },
  {
    name: 'elle-json',
    summary: 'JSON events in a list, or one after another, as elle-cli reads them',
    reader: () => new ElleJsonReader(),
    write: exportElleJson,
    failedCas: 'did-not-happen',
    oneClock: false,
  },
  {
    name: 'porcupine-etcd',
    summary: 'Porcupine’s logs of Jepsen’s etcd test',
    reader: () => new EtcdLogReader(),
    failedCas: 'saw-other',
    oneClock: false,
  },
  {
    name: 'porcupine-kv',
    summary: 'Porcupine’s key-value logs: op maps with a :key',
    reader: () => new EdnReader({ keyed: true }),
    failedCas: 'did-not-happen',
    oneClock: false,
  },
  {
    name: 'jepsen-txt',
    summary: 'Jepsen’s history.txt: process, :type, :f, value and error, with tabs between them',
    reader: () => new JepsenTextReader(),
    failedCas: 'did-not-happen',
    oneClock: false,
  },
  {
    name: 'awdit',
    summary: 'AWDIT’s sessions of transactions: w KEY VALUE, r KEY VALUE, -----, =====',
    reader: awditReader,
    failedCas: 'did-not-happen',
    realTime: false,
    oneClock: false,
  },
  {
    name: 'plume',
    summary: 'the text of Plume and PolySI: r(key,value,session,transaction), w(…)',
    reader: plumeReader,
    failedCas: 'did-not-happen',
    realTime: false,
    oneClock: false,
  },
  {
    name: 'csv',
    summary: 'a header, then process,type,f,value[,key][,time][,node][,error]; value is JSON',
    reader: () => new CsvReader(),
    write: exportCsv,
    failedCas: 'did-not-happen',
    oneClock: false,
  },
];
