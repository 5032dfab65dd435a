import type { JuteReader } from '../jute/reader.js';

/** What is used of what ZooKeeper tells of a node of its tree. */
export interface Stat {
  /** The transaction that made it: a number that rises from each one to the next. */
  readonly created: number;
  /** How often its data was set. */
  readonly version: number;
}

export function readStat(reader: JuteReader): Stat {
  const created = Number(reader.long());
  reader.long(); // mzxid
  reader.long(); // ctime
  reader.long(); // mtime
  const version = reader.int();
  reader.int(); // cversion
  reader.int(); // aversion
  reader.long(); // ephemeralOwner
  reader.int(); // dataLength
  reader.int(); // numChildren
  reader.long(); // pzxid
  return { created, version };
}
