import type { Disturbance } from '../../harness/core/capabilities.js';
import { PROBE_PORT } from '../keeper.js';

/** A chain of its own, so that healing the links leaves it alone, and the other way round. */
const LOSS_CHAIN = 'FAULTLINE_LOSS';

/** Discards a share of what comes in from the network; `$1` is the probability. */
export const LOSE = `
set -e
iptables -w -N ${LOSS_CHAIN} 2>/dev/null || iptables -w -F ${LOSS_CHAIN}
iptables -w -C INPUT -i eth0 -j ${LOSS_CHAIN} 2>/dev/null || iptables -w -A INPUT -i eth0 -j ${LOSS_CHAIN}
iptables -w -A ${LOSS_CHAIN} -m statistic --mode random --probability "$1" -j DROP
`;

/** Slows what goes out; `$1` is the rate in kbit/s, `$2` the bytes that may go at once. */
export const SLOW = 'tc qdisc replace dev eth0 root tbf rate "$1"kbit burst "$2" latency 300ms';

/** Disturbs what goes out; the parameters are netem's. Its queue is never what loses packets. */
export const DISTURB = 'tc qdisc replace dev eth0 root netem limit 100000 "$@"';

/** netem's parameters for a disturbance. */
export function netemParameters(disturbance: Disturbance): readonly string[] {
  if (disturbance.kind === 'delay') {
    const { delay_ms, jitter_ms } = disturbance;
    return ['delay', `${delay_ms}ms`, ...(jitter_ms > 0 ? [`${jitter_ms}ms`] : [])];
  }
  const share = [disturbance.kind, `${disturbance.percent}%`];
  return disturbance.kind === 'reorder' ? ['delay', `${disturbance.delay_ms}ms`, ...share] : share;
}

/** Undoes all of that; what is not there needs no undoing. */
export const RESTORE = `
if iptables -w -D INPUT -i eth0 -j ${LOSS_CHAIN} 2>/dev/null; then
  iptables -w -F ${LOSS_CHAIN} && iptables -w -X ${LOSS_CHAIN} || exit 1
fi
case "$(tc qdisc show dev eth0 root)" in *tbf*|*netem*) tc qdisc del dev eth0 root ;; esac
`;

/** Prints all that the above left in the kernel; what is not there is not printed. */
export const READ_RULES = `
iptables -w -S INPUT | grep -w ${LOSS_CHAIN}
iptables -w -S ${LOSS_CHAIN} 2>/dev/null
tc qdisc show dev eth0 root
`;

/**
 * The rules that {@link READ_RULES} prints: all that shapes traffic, without the count of those that
 * use a queue.
 */
export function rulesIn(printed: string): string {
  return printed
    .split('\n')
    .filter((line) => line.startsWith('-A') || /^qdisc (?:tbf|netem)/.test(line))
    .map((line) => line.replace(/ refcnt \d+/, '').trim())
    .join('; ');
}

/** How many datagrams have reached a node; those to ports where nobody listens count too. */
export const COUNT_DATAGRAMS = ['cat', '/proc/net/snmp'];

/**
 * Sends datagrams to a port where nobody listens for them and prints the seconds that took, to
 * hundredths: Debian's smallest system has no finer clock for Perl. The smallest send buffer makes a send wait until the packets before it have left.
 */
export const SEND_DATAGRAMS = `
  sub now { open(my $f, '<', '/proc/uptime') or die "uptime: $!"; (split ' ', <$f>)[0] }
  my ($address, $packets, $size) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
  setsockopt($s, SOL_SOCKET, SO_SNDBUF, 1);
  my $to = sockaddr_in(${String(PROBE_PORT)}, inet_aton($address));
  my $start = now();
  for my $i (1 .. $packets) {
    defined send($s, 'x' x $size, 0, $to) or die "send: $!";
    select(undef, undef, undef, 0.001) if $i % 50 == 0;
  }
  print now() - $start;
`;

/** `InDatagrams` and `NoPorts` of /proc/net/snmp together. */
export function datagramsIn(snmp: string): number {
  const [names = [], values = []] = snmp
    .split('\n')
    .filter((line) => line.startsWith('Udp: '))
    .map((line) => line.split(' '));
  const field = (name: string): number => Number(values[names.indexOf(name)] ?? Number.NaN);
  return field('InDatagrams') + field('NoPorts');
}
