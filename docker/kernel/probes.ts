import { SHUT_DOWN } from '../disks/scripts.js';
import type { KernelFeature } from '../../harness/core/kernel.js';
import { type KernelProbe, TRAFFIC_PROBES } from '../../nodes/index.js';

/** Makes a disk of a file, both of which go with the mount namespace. */
const MAKE_DISK = [
  'mount -t tmpfs tmpfs /tmp',
  'truncate -s 16M /tmp/disk',
  'mkfs.ext4 -q -F /tmp/disk',
  'mkdir /tmp/on',
  'mount -t ext4 -o loop /tmp/disk /tmp/on',
].join(' && ');

/** One probe for each feature. */
export const KERNEL_PROBES: Readonly<Record<KernelFeature, KernelProbe>> = {
  ...TRAFFIC_PROBES,
  loop: {
    module: 'ext4 on loop devices',
    command: `${MAKE_DISK} && umount /tmp/on`,
    gives: ['disks of the nodes’ own', 'full disks'],
  },
  'ext4-shutdown': {
    module: 'EXT4_IOC_SHUTDOWN',
    command: `${MAKE_DISK} && perl - /tmp/on <<'PERL' && umount /tmp/on\n${SHUT_DOWN}\nPERL\n`,
    gives: ['loss of what was not synced'],
  },
  'ext4-error': {
    module: 'trigger_fs_error',
    command: `${MAKE_DISK} && device=$(losetup -j /tmp/disk -n -O NAME) && ls "/sys/fs/ext4/\${device#/dev/}/trigger_fs_error" && umount /tmp/on`,
    gives: ['disks that can only be read'],
  },
  'blk-throttle': {
    module: 'blk-throttle',
    command:
      'ls /sys/fs/cgroup/blkio/blkio.throttle.write_iops_device || grep -w io /sys/fs/cgroup/cgroup.controllers',
    gives: ['slow disks'],
  },
};
