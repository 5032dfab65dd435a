import { SHUT_DOWN } from '../disks/scripts.js';
import type { KernelFeature } from '../../harness/core/kernel.js';

/** How a feature is looked for, and what it is good for. */
export interface KernelProbe {
  /** What the kernel calls it. */
  readonly module: string;
  /**
   * A command for the shell that succeeds where the feature is there. Runs as root in network and
   * mount namespaces of its own, which end with it: what it changes is seen by nobody.
   */
  readonly command: string;
  /** What it makes possible, in words. */
  readonly gives: readonly string[];
}

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
  netem: {
    module: 'sch_netem',
    command: 'tc qdisc add dev lo root netem delay 1ms',
    gives: ['delay', 'reordering', 'duplicates', 'corruption'],
  },
  statistic: {
    module: 'xt_statistic',
    command: 'iptables -w -A INPUT -m statistic --mode random --probability 0.5 -j DROP',
    gives: ['loss of packets'],
  },
  tbf: {
    module: 'sch_tbf',
    command: 'tc qdisc add dev lo root tbf rate 10mbit burst 32kbit latency 400ms',
    gives: ['slow links'],
  },
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
