import { PROBE_PORT } from '../../nodes/index.js';

/** Ends with 0 once the node's first process has accepted a connection and closed it. */
export const ASK_KEEPER = `
  socket(my $s, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
  connect($s, sockaddr_in(${String(PROBE_PORT)}, INADDR_LOOPBACK)) or die "connect: $!";
  exit(defined sysread($s, my $end, 1) ? 0 : 1);
`;

/** The quota and its period in microseconds, by either kind of control groups. */
export const READ_QUOTA = `
cd /sys/fs/cgroup
if [ -e cpu.max ]; then cat cpu.max
else cat cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us
fi
`;

/**
 * Works for as long as its argument says in seconds, and prints three numbers: seconds that
 * passed, seconds of processor time, and periods in which the node was throttled.
 */
export const BURN = `
  sub now { open(my $f, '<', '/proc/uptime') or die "uptime: $!"; (split ' ', <$f>)[0] }
  sub throttled {
    for my $path ('/sys/fs/cgroup/cpu.stat', '/sys/fs/cgroup/cpu/cpu.stat') {
      open(my $f, '<', $path) or next;
      while (<$f>) { return $1 if /^nr_throttled (\\d+)/ }
    }
    die "cpu.stat has no nr_throttled";
  }
  my ($before, $start, $sum) = (throttled(), now(), 0);
  my $used = (times)[0] + (times)[1];
  while (now() - $start < $ARGV[0]) { $sum += $_ for 1 .. 2000 }
  printf "%.3f %.3f %d", now() - $start, (times)[0] + (times)[1] - $used, throttled() - $before;
`;

/** The limit of memory in bytes, by either kind of control groups. */
export const READ_MEMORY_LIMIT = `
cd /sys/fs/cgroup
if [ -e memory.max ]; then cat memory.max; else cat memory/memory.limit_in_bytes; fi
`;

/** How many processes were killed for want of memory, by either kind of control groups. */
export const READ_MEMORY_KILLS = `
cd /sys/fs/cgroup
if [ -e memory.events ]; then file=memory.events; else file=memory/memory.oom_control; fi
sed -n 's/^oom_kill //p' "$file"
`;

/** Exit code of a program that was ended by SIGKILL, as `timeout` passes it on. */
export const KILLED = 137;

/** Takes as many mebibytes of memory as its argument says; it is the first that the kernel kills. */
export const ALLOCATE = `
  open(my $score, '>', '/proc/self/oom_score_adj') or die "oom_score_adj: $!";
  print $score 1000; close($score) or die "oom_score_adj: $!";
  my @taken;
  push @taken, chr(65 + $_ % 26) x (1 << 20) for 1 .. $ARGV[0];
`;

/**
 * The limit in per cent of one processor that {@link READ_QUOTA} tells; `null` where there is none.
 * @throws RangeError for anything else.
 */
export function limitIn(quota: string): number | null {
  const [quota_us = '', period_us = ''] = quota.trim().split(/\s+/);
  if (quota_us === 'max' || quota_us === '-1') return null;
  const percent = (100 * Number(quota_us)) / Number(period_us);
  if (quota_us !== '' && Number.isFinite(percent)) return percent;
  throw new RangeError(`expected a quota and a period in microseconds, got "${quota.trim()}"`);
}

/** A limit beyond this is none: the kernel tells of no limit as of a number that no machine has. */
const NO_LIMIT_BYTES = 2 ** 60;

/**
 * The limit in bytes that {@link READ_MEMORY_LIMIT} tells; `null` where there is none.
 * @throws RangeError for anything else.
 */
export function memoryLimitIn(limit: string): number | null {
  const text = limit.trim();
  if (text === 'max') return null;
  if (/^\d+$/.test(text)) return Number(text) >= NO_LIMIT_BYTES ? null : Number(text);
  throw new RangeError(`expected a number of bytes, got "${text}"`);
}
