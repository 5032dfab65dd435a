import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../harness/core/errors.js';
import { diskError } from './host-command.js';

const EXPECTED = 'the control group of the node to limit writes';
const CGROUPS = '/sys/fs/cgroup';

/** A file of a control group that limits writes, and what is written into it. */
export interface WriteLimit {
  readonly file: string;
  readonly text: string;
}

/**
 * How the writes of a process' control group to a device are limited, by either kind of control
 * groups, of `/proc/<pid>/cgroup`.
 * @param perSecond operations; `null` for no limit.
 */
export function writeLimitOf(
  cgroups: string,
  device: string,
  perSecond: number | null,
): WriteLimit | null {
  const v1 = /^\d+:(?:[^:]*,)?blkio(?:,[^:]*)?:(.*)$/m.exec(cgroups)?.[1];
  if (v1 !== undefined) {
    return {
      file: join(CGROUPS, 'blkio', v1, 'blkio.throttle.write_iops_device'),
      text: `${device} ${String(perSecond ?? 0)}`,
    };
  }
  const v2 = /^0::(.*)$/m.exec(cgroups)?.[1];
  if (v2 === undefined) return null;
  return {
    file: join(CGROUPS, v2, 'io.max'),
    text: `${device} wiops=${perSecond === null ? 'max' : String(perSecond)}`,
  };
}

/**
 * The limit that a control group has for writes to a device, of the text of its file: `7:0 5`, or
 * `7:0 rbps=max wbps=max riops=max wiops=5`; `null` where it has none.
 */
export function writeLimitIn(text: string, device: string): number | null {
  for (const line of text.split('\n')) {
    const [name, ...limits] = line.trim().split(/\s+/);
    if (name !== device) continue;
    const limit = limits.length === 1 ? limits[0] : limits.find((one) => one.startsWith('wiops='));
    const number = Number(limit?.replace('wiops=', ''));
    return Number.isFinite(number) && number > 0 ? number : null;
  }
  return null;
}

/** How many writes a second of a process' control group may reach a device; `null`: no limit. */
export async function readWriteLimit(pid: number, device: string): Promise<number | null> {
  const { file } = await limitOf(pid, device, null);
  return writeLimitIn(await readFile(file, 'utf8'), device);
}

/**
 * Lets no more than so many writes a second of a process' control group reach a device.
 * @throws EnvironmentError `E_DISK` where the control group has no such limit.
 */
export async function limitWrites(
  pid: number,
  device: string,
  perSecond: number | null,
): Promise<void> {
  const limit = await limitOf(pid, device, perSecond);
  try {
    await writeFile(limit.file, limit.text);
  } catch (thrown) {
    throw diskError(EXPECTED, messageOf(thrown));
  }
}

async function limitOf(pid: number, device: string, perSecond: number | null): Promise<WriteLimit> {
  const cgroups = await readFile(`/proc/${String(pid)}/cgroup`, 'utf8');
  const limit = writeLimitOf(cgroups, device, perSecond);
  if (limit === null) throw diskError(EXPECTED, 'it is in none');
  return limit;
}
