import { stat } from 'node:fs/promises';
import type { Clock } from '../../harness/core/clock.js';
import { poll } from '../../harness/core/poll.js';
import { diskError, onHost } from './host-command.js';

const DETACHED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

/** A block device that stands for a file. */
export interface LoopDevice {
  /** Below /dev and /sys/fs/ext4: `loop3`. */
  readonly name: string;
  /** Major and minor: `7:3`. */
  readonly number: string;
}

/** The device that a file is attached to; `null` where there is none. */
export async function loopDeviceOf(image: string): Promise<LoopDevice | null> {
  // `losetup --associated` of a file that is not there fails.
  if ((await stat(image).catch(() => null)) === null) return null;
  const listed = await onHost({
    doing: 'list loop devices',
    program: 'losetup',
    parameters: ['--associated', image, '--noheadings', '--output', 'NAME,MAJ:MIN'],
  });
  const [path, number] = listed.trim().split(/\s+/);
  if (path === undefined || number === undefined) return null;
  return { name: path.replace('/dev/', ''), number };
}

/** Attaches a file to a free device. */
export async function attach(image: string): Promise<LoopDevice> {
  await onHost({
    doing: 'attach a file to a loop device',
    program: 'losetup',
    parameters: ['--find', image],
  });
  const device = await loopDeviceOf(image);
  if (device === null) throw diskError(`${image} to be attached`, 'no loop device has it');
  return device;
}

/** Detaches a device: at once, or as soon as nothing is mounted from it. */
export async function detach({ name }: LoopDevice): Promise<void> {
  await onHost({
    doing: 'detach a loop device',
    program: 'losetup',
    parameters: ['--detach', `/dev/${name}`],
  });
}

/**
 * Waits until no device stands for a file any more: a filesystem goes with the last mount
 * namespace that it is mounted in.
 * @throws EnvironmentError `E_DISK` where one stays.
 */
export async function detached(clock: Clock, image: string): Promise<void> {
  const bounds = { within_ms: DETACHED_WITHIN_MS, every_ms: LOOK_EVERY_MS };
  const last: { device: LoopDevice | null } = { device: null };
  const gone = await poll(clock, bounds, async () => {
    last.device = await loopDeviceOf(image);
    return last.device === null ? true : null;
  });
  if (gone.reached) return;
  throw diskError(`nothing to use ${image} any more`, `${last.device?.name ?? ''} still has it`);
}
