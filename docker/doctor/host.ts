import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { hostRelease } from '../build/host-release.js';
import { type Finding, limited, missing, ok } from './finding.js';

const GIB = 1024 ** 3;
const DISK_LIMITED_BYTES = 4 * GIB;
const DISK_MISSING_BYTES = GIB;
const MEMORY_LIMITED_BYTES = 2 * GIB;
const MEMORY_MISSING_BYTES = GIB / 2;

const NO_NODES = 'no real nodes here; systems that run in-process (`memory`) still do';

/** Whether `fix` may install and start things here: Debian or Ubuntu, as root. */
export async function canFix(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return hostRelease().then(
    () => true,
    () => false,
  );
}

export function checkHost(platform: string, uid: number | undefined): Finding {
  if (platform !== 'linux') {
    const advice = 'use a Linux machine, or run simulated: `faultline demo` does so by itself';
    return missing('host', `this is ${platform}`, NO_NODES, advice);
  }
  if (uid !== 0) {
    const advice = 'run as root: the guard route and the engine need it';
    return missing('host', `Linux, as user ${String(uid)}`, NO_NODES, advice);
  }
  return ok('host', 'Linux, as root', 'nodes can be started and guarded');
}

/** Room on the file system of a folder. */
export async function checkDisk(folder: string): Promise<Finding> {
  let free_bytes: number;
  try {
    const { bavail, bsize } = await statfs(folder);
    free_bytes = bavail * bsize;
  } catch {
    const advice = `check that ${folder} can be read`;
    return limited(
      'disk',
      `unknown: ${folder} is not to be seen from here`,
      'images may not fit',
      advice,
    );
  }
  const found = `${gib(free_bytes)} free at ${folder}`;
  const advice = 'make room: the images of a store take 0.3 to 1.2 GiB, and a long run up to 1 GiB';
  if (free_bytes < DISK_MISSING_BYTES) {
    return missing('disk', found, 'images and results will not fit', advice);
  }
  if (free_bytes < DISK_LIMITED_BYTES) return limited('disk', found, 'few runs will fit', advice);
  return ok('disk', found, 'images and results fit');
}

export function checkMemory(free_bytes: number = freemem()): Finding {
  const found = `${gib(free_bytes)} free`;
  const advice = 'end other programs, or use fewer nodes and shorter runs';
  if (free_bytes < MEMORY_MISSING_BYTES) {
    return missing('memory', found, 'a cluster and its checkers will not fit', advice);
  }
  if (free_bytes < MEMORY_LIMITED_BYTES) {
    return limited('memory', found, 'long histories may end as unknown', advice);
  }
  return ok('memory', found, 'a cluster and its checkers fit');
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
