/** The port on which every node accepts connections, for probes: RFC 863, discard. */
export const PROBE_PORT = 9;

/**
 * A node's first process. It reaps orphans (the kernel does, where SIGCHLD is ignored), and
 * accepts connections on the probe port: an accepted connection is the one answer that neither a
 * dropped packet nor a rejecting firewall can fake. Perl, because Debian's smallest system has
 * it. As process 1 it survives the SIGKILL to all that a reset sends.
 */
export const KEEPER_COMMAND: readonly string[] = [
  'perl',
  '-MSocket',
  '-e',
  `
  $SIG{CHLD} = 'IGNORE';
  $SIG{TERM} = sub { exit 0 };
  socket(my $server, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
  setsockopt($server, SOL_SOCKET, SO_REUSEADDR, 1);
  bind($server, sockaddr_in(${String(PROBE_PORT)}, INADDR_ANY)) or die "bind: $!";
  listen($server, 128) or die "listen: $!";
  while (1) {
    accept(my $peer, $server) ? close($peer) : select(undef, undef, undef, 0.1);
  }
  `,
];
