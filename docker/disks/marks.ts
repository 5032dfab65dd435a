import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DATA_FOLDER } from '../../harness/core/node.js';

const FOLDER = `${DATA_FOLDER}/.faultline-marks`;
const LENGTH_BYTES = 64;

/*
 * Marks are written from this machine, through /proc/<pid>/root, which takes a millisecond: they are
 * to be written just before power is lost. They overwrite what has its place on the disk already,
 * and are synced by fdatasync(2), which then commits no transaction of the journal: otherwise it
 * would commit what the store did as well, the lengths of its files before their content.
 */

function pathOf(root: string, synced: boolean): string {
  return join(root, FOLDER, synced ? 'synced' : 'unsynced');
}

/** Gives a mark's file its place on the disk, where it has none. @param root of the node. */
export async function prepareMark(root: string, synced: boolean): Promise<void> {
  const path = pathOf(root, synced);
  if ((await stat(path).catch(() => null)) !== null) return;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.alloc(LENGTH_BYTES));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a text into a mark's file, and syncs it or not. */
export async function writeMark(root: string, text: string, synced: boolean): Promise<void> {
  const file = await open(pathOf(root, synced), 'r+');
  try {
    await file.write(Buffer.from(text.padEnd(LENGTH_BYTES, '\0')), 0, LENGTH_BYTES, 0);
    if (synced) await file.datasync();
  } finally {
    await file.close();
  }
}

/** The text in a mark's file; `null` where there is none. */
export async function readMark(root: string, synced: boolean): Promise<string | null> {
  const content = await readFile(pathOf(root, synced), 'utf8').catch(() => null);
  return content?.replace(/\0+$/, '') ?? null;
}
