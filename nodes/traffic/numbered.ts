/** Where numbered datagrams are received. */
const PORT = 10;
/** A datagram is its number, again and again. */
const DIGITS = 8;
const REPEATS = 125;
/** What is shorter than a numbered datagram is a greeting, whatever has become of its bits. */
const GREETING = "'x' x 500";
const SHORTEST_NUMBERED = 900;
/** Bound on the time until sender and receiver know of each other. */
const GREETING_S = 10;

/**
 * Answers greetings, and prints a line for each datagram that comes: its number where all of it is
 * as it was sent, else `x`. Ends when none has come for so many seconds as its argument says.
 */
export const RECEIVE_NUMBERED = `
  my ($linger) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
  # Past what the host allows, as a node with NET_ADMIN may.
  my $SO_RCVBUFFORCE = 33;
  setsockopt($s, SOL_SOCKET, $SO_RCVBUFFORCE, 8 << 20) or die "setsockopt: $!";
  bind($s, sockaddr_in(${String(PORT)}, INADDR_ANY)) or die "bind: $!";
  my ($left, @came) = (${String(GREETING_S)});
  while ($left > 0) {
    vec(my $readable = '', fileno $s, 1) = 1;
    (my $ready, $left) = select($readable, undef, undef, $left);
    last if $ready <= 0;
    my $from = recv($s, my $payload, 65536, 0);
    if (length $payload < ${String(SHORTEST_NUMBERED)}) {
      send($s, ${GREETING}, 0, $from);
      next;
    }
    push @came, $payload;
    $left = $linger;
  }
  for (@came) {
    my $number = substr($_, 0, ${String(DIGITS)});
    print $number =~ /^\\d+$/ && $_ eq $number x ${String(REPEATS)} ? $number + 0 : 'x', "\\n";
  }
`;

/**
 * Greets the receiver until it answers, then sends so many numbered datagrams, without checksums: the
 * kernel of the receiver would discard what was damaged.
 */
export const SEND_NUMBERED = `
  my ($address, $count) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
  my $SO_NO_CHECK = 11;
  setsockopt($s, SOL_SOCKET, $SO_NO_CHECK, 1) or die "setsockopt: $!";
  connect($s, sockaddr_in(${String(PORT)}, inet_aton($address))) or die "connect: $!";
  my ($left, $known) = (${String(GREETING_S)}, 0);
  while ($left > 0 && !$known) {
    send($s, ${GREETING}, 0);
    vec(my $readable = '', fileno $s, 1) = 1;
    my ($ready, $rest) = select($readable, undef, undef, 0.05);
    $left -= 0.05 - $rest;
    # Where nobody listens yet, the answer is an error.
    if ($ready > 0 && !defined recv($s, my $answer, 1000, 0)) {
      select(undef, undef, undef, 0.02);
      $left -= 0.02;
    } elsif ($ready > 0) { $known = 1 }
  }
  die "the receiver does not answer" unless $known;
  for my $i (0 .. $count - 1) {
    my $number = sprintf '%0${String(DIGITS)}d', $i;
    defined send($s, $number x ${String(REPEATS)}, 0) or die "send: $!";
    select(undef, undef, undef, 0.001) if $i % 4 == 3;
  }
`;

/** The numbers that {@link RECEIVE_NUMBERED} printed; `null` for what was damaged. */
export function numbersIn(printed: string): readonly (number | null)[] {
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (line === 'x' ? null : Number(line)));
}
