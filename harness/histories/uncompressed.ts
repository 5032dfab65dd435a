import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/** As a path: what comes in on the standard input. */
export const STDIN = '-';

const PIECE_BYTES = 256 * 1024;
/** RFC 1952: how every gzip member begins. */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * The bytes of a file, in pieces; uncompressed where the file begins as gzip does, whatever its
 * name. A gzip file that was cut, as a killed run leaves it, ends with the last data that is whole.
 * @throws the file system's error, or zlib's (`Z_DATA_ERROR`) where compressed data was changed.
 */
export async function* uncompressed(path: string): AsyncGenerator<Buffer> {
  const pieces = piecesOf(path);
  const first = await pieces.next();
  if (first.done === true) return;
  const whole = chained(first.value, pieces);
  if (GZIP_MAGIC.every((byte, at) => first.value[at] === byte)) yield* unzipped(whole);
  else yield* whole;
}

async function* piecesOf(path: string): AsyncGenerator<Buffer, undefined> {
  const source =
    path === STDIN ? process.stdin : createReadStream(path, { highWaterMark: PIECE_BYTES });
  for await (const piece of source) {
    yield piece as Buffer;
  }
  return undefined;
}

async function* chained(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* unzipped(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  // An error of the source reaches the loop below as one of the stream that it reads.
  pipeline(Readable.from(pieces), gunzip, () => undefined);
  for await (const piece of gunzip) yield piece as Buffer;
}
