import { PROBE_PORT } from '../keeper.js';

/** Numbers of the system call `clock_gettime`, by what the kernel calls the machine. */
const CLOCK_GETTIME = 'x86_64 => 228, aarch64 => 113, riscv64 => 113';
const CLOCK_MONOTONIC = 1;

/**
 * Connects to an address again and again, one attempt every 2 ms without waiting for the others,
 * and prints the seconds that each took until it was answered: by the kernel, so that no process of
 * the peer has to be quick. Debian's smallest system has no clock for Perl that is finer than
 * hundredths of a second, so the kernel is asked itself.
 */
export const ROUND_TRIPS = `
  my ($address, $count, $bound) = @ARGV;
  my $machine = (uname())[4];
  my $clock_gettime = {${CLOCK_GETTIME}}->{$machine} or die "no clock is known on $machine";
  sub now {
    my $time = pack 'q2', 0, 0;
    syscall($clock_gettime, ${String(CLOCK_MONOTONIC)}, $time) == 0 or die "clock_gettime: $!";
    my ($s, $ns) = unpack 'q2', $time;
    return $s + $ns / 1e9;
  }
  my $to = sockaddr_in(${String(PROBE_PORT)}, inet_aton($address));
  my ($end, $sent, $waiting, %socket, %start) = (now() + $bound, 0, '');
  while (now() < $end && ($sent < $count || %socket)) {
    if ($sent < $count) {
      socket(my $s, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
      fcntl($s, F_SETFL, O_NONBLOCK);
      ($socket{fileno $s}, $start{fileno $s}) = ($s, now());
      connect($s, $to) or $!{EINPROGRESS} or die "connect: $!";
      vec($waiting, fileno $s, 1) = 1;
      $sent++;
    }
    my $wait = $sent < $count ? 0.002 : $end - now();
    last if $wait < 0;
    my $ready = select(undef, my $writable = $waiting, undef, $wait);
    my $now = now();
    next if $ready <= 0;
    for my $number (keys %socket) {
      next unless vec($writable, $number, 1);
      my $error = unpack('i', getsockopt($socket{$number}, SOL_SOCKET, SO_ERROR));
      printf "%.6f\\n", $now - $start{$number} if $error == 0;
      vec($waiting, $number, 1) = 0;
      delete $socket{$number};
    }
  }
`;

/** The milliseconds that {@link ROUND_TRIPS} printed. */
export function roundTripsIn(printed: string): readonly number[] {
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number(line) * 1000);
}
