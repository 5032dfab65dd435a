import { PROBE_PORT } from '../keeper.js';

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
