import { PROBE_PORT } from '../pool/keeper.js';

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
