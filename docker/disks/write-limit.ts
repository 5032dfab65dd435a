import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../harness/core/errors.js';
import { diskError } from './host-command.js';

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
 * Lets no more than so many writes a second of a process' control group reach a device.
 * @throws EnvironmentError `E_DISK` where the control group has no such limit.
 */
export async function limitWrites(
  pid: number,
  device: string,
  perSecond: number | null,
): Promise<void> {
  const limit = writeLimitOf(
    await readFile(`/proc/${String(pid)}/cgroup`, 'utf8'),
    device,
    perSecond,
  );
  const expected = 'the control group of the node to limit writes';
  if (limit === null) throw diskError(expected, 'it is in none');
  try {
    await writeFile(limit.file, limit.text);
  } catch (thrown) {
    throw diskError(expected, messageOf(thrown));
  }
}
