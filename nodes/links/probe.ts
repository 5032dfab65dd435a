import { connect } from 'node:net';
import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import { PROBE_PORT } from '../keeper.js';
import type { NodeNetwork } from '../node-network.js';

/** Connects to all addresses at once and prints those that accept within the bound. */
const CONNECT_TO_ALL = `
  my ($left, @addresses) = @ARGV;
  my (%socket, $waiting);
  $waiting = '';
  for my $address (@addresses) {
    socket(my $s, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
    fcntl($s, F_SETFL, O_NONBLOCK);
    $socket{$address} = $s;
    if (connect($s, sockaddr_in(${String(PROBE_PORT)}, inet_aton($address)))) {
      print "$address\\n";
    } elsif ($!{EINPROGRESS}) {
      vec($waiting, fileno($s), 1) = 1;
    }
  }
  while ($left > 0 && $waiting =~ /[^\\0]/) {
    (my $ready, $left) = select(undef, my $writable = $waiting, undef, $left);
    last if $ready <= 0;
    for my $address (@addresses) {
      my $s = $socket{$address};
      next unless vec($writable, fileno($s), 1);
      vec($waiting, fileno($s), 1) = 0;
      print "$address\\n" if unpack('i', getsockopt($s, SOL_SOCKET, SO_ERROR)) == 0;
    }
  }
`;

/** What the exit codes of a probe mean, as a shell and the engine give them. */
const PROBE_ADVICE: Readonly<Record<number, string>> = {
  126: 'install perl on the node (package `perl`, which every Debian has)',
  127: 'install perl on the node (package `perl`, which every Debian has)',
  137: 'the probe was killed: the node was stopped, or was short of memory',
};

/** Which of the addresses accept a connection from a node within the bound. */
export async function probeFromNode(
  node: NodeNetwork,
  addresses: readonly string[],
  timeout_ms: number,
): Promise<ReadonlySet<string>> {
  const script = ['perl', '-MSocket', '-MFcntl', '-MErrno', '-e', CONNECT_TO_ALL];
  const result = await node.exec([...script, String(timeout_ms / 1000), ...addresses], {
    timeout_ms: timeout_ms + 5000,
  });
  if (result.exitCode !== 0) {
    throw new EnvironmentError({
      code: 'E_PROBE',
      expected: `${node.name} to probe its peers`,
      actual: `exit code ${String(result.exitCode)}: ${result.stderr.trim()}`,
      advice: PROBE_ADVICE[result.exitCode] ?? 'look at the log of the node',
    });
  }
  return new Set(result.stdout.split('\n').filter((line) => line !== ''));
}

/** Whether an address accepts a connection from this host within the bound. */
export function probeFromHost(clock: Clock, address: string, timeout_ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: PROBE_PORT });
    const end = (reachable: boolean): void => {
      cancel();
      socket.destroy();
      resolve(reachable);
    };
    const cancel = clock.at(clock.now() + timeout_ms * NS_PER_MS, () => {
      end(false);
    });
    socket.on('connect', () => {
      end(true);
    });
    socket.on('error', () => {
      end(false);
    });
  });
}
