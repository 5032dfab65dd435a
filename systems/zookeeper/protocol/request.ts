import type { JuteReader } from '../jute/reader.js';
import type { JuteWriter } from '../jute/writer.js';
import { readStat, type Stat } from './stat.js';
import { CODES } from './zookeeper-error.js';

/** Numbers of the operations. */
const OPS = {
  create: 1,
  delete: 2,
  getData: 4,
  setData: 5,
  getChildren: 8,
  sync: 9,
  check: 13,
  multi: 14,
  create2: 15,
  addWatch: 106,
} as const;

/** A request: what is sent after its header, and how its answer is read. */
export interface Request<Answer> {
  readonly op: number;
  readonly write: (writer: JuteWriter) => void;
  readonly read: (reader: JuteReader) => Answer;
}

/** How long a node lives, and whether its name is numbered. */
export const MODES = { persistent: 0, ephemeral: 1, sequential: 2 } as const;

/** What a node holds, and its state. */
export interface Data extends Stat {
  readonly data: string;
}

const ALL_RIGHTS = 31;
/** Whatever the version is. */
export const ANY_VERSION = -1;

function writeCreation(writer: JuteWriter, path: string, data: string, mode: number): void {
  writer.text(path).text(data);
  // One entry: everybody may do everything.
  writer.int(1).int(ALL_RIGHTS).text('world').text('anyone');
  writer.int(mode);
}

/** Makes a node; gives its path, which of a sequential one has a number at its end. */
export function create(
  path: string,
  data: string,
  mode: keyof typeof MODES = 'persistent',
): Request<string> {
  return {
    op: OPS.create,
    write: (writer) => {
      writeCreation(writer, path, data, MODES[mode]);
    },
    read: (reader) => reader.text(),
  };
}

/** Makes a node; gives its state. */
export function createWithStat(
  path: string,
  data: string,
  mode: keyof typeof MODES,
): Request<Stat> {
  return {
    op: OPS.create2,
    write: (writer) => {
      writeCreation(writer, path, data, MODES[mode]);
    },
    read(reader) {
      reader.text();
      return readStat(reader);
    },
  };
}

export function remove(path: string, version = ANY_VERSION): Request<void> {
  return {
    op: OPS.delete,
    write: (writer) => {
      writer.text(path).int(version);
    },
    read: () => undefined,
  };
}

/** What the asked server holds. */
export function getData(path: string): Request<Data> {
  return {
    op: OPS.getData,
    write: (writer) => {
      writer.text(path).bool(false);
    },
    read: (reader) => ({ data: reader.text(), ...readStat(reader) }),
  };
}

/** Sets the data where the version is this one. */
export function setData(path: string, data: string, version = ANY_VERSION): Request<Stat> {
  return {
    op: OPS.setData,
    write: (writer) => {
      writer.text(path).text(data).int(version);
    },
    read: readStat,
  };
}

/** The names of the children that the asked server holds, in any order. */
export function getChildren(path: string): Request<readonly string[]> {
  return {
    op: OPS.getChildren,
    write: (writer) => {
      writer.text(path).bool(false);
    },
    read: (reader) => reader.list(() => reader.text()),
  };
}

const PERSISTENT_RECURSIVE = 1;

/**
 * Watches a node and all below it for as long as the connection lasts: the session is told of each change, in the order of
 * the changes. Servers have it since 3.6.
 */
export function addWatch(path: string): Request<void> {
  return {
    op: OPS.addWatch,
    write: (writer) => {
      writer.text(path).int(PERSISTENT_RECURSIVE);
    },
    read: () => undefined,
  };
}

/** Lets the asked server catch up with its leader, before it answers what is sent after this. */
export function sync(path: string): Request<string> {
  return {
    op: OPS.sync,
    write: (writer) => {
      writer.text(path);
    },
    read: (reader) => reader.text(),
  };
}

/** Of a transaction alone: refuses it where the version is another one. */
export function check(path: string, version: number): Request<void> {
  return {
    op: OPS.check,
    write: (writer) => {
      writer.text(path).int(version);
    },
    read: () => undefined,
  };
}

/** All of the requests or none: the code of what refused them; 0 where they are done. */
export function multi(requests: readonly Request<unknown>[]): Request<number> {
  return {
    op: OPS.multi,
    write(writer) {
      for (const { op, write } of requests) {
        writer.int(op).bool(false).int(-1);
        write(writer);
      }
      writer.int(-1).bool(true).int(-1);
    },
    read(reader) {
      const codes = requests.map((request) => {
        const type = reader.int();
        reader.bool();
        reader.int();
        if (type === -1) return reader.int();
        request.read(reader);
        return 0;
      });
      // Those before the one that was refused say 0, and those after it that they depend on it.
      const refusals = codes.filter((code) => code !== 0);
      return refusals.find((code) => code !== CODES.runtimeInconsistency) ?? refusals[0] ?? 0;
    },
  };
}
