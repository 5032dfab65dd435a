import type { Node } from '../node.js';

const pidFile = (folder: string): string => `${folder}/strobe.pid`;
const jumpsFile = (folder: string): string => `${folder}/strobe.jumps`;
const logFile = (folder: string): string => `${folder}/strobe.log`;

/**
 * Replaces files again and again: one content after the other, each for so many seconds. It runs on
 * the node, since a jump that is ordered over the engine takes as long as many jumps; and in Perl,
 * since a shell starts two programs for each jump.
 */
const STROBE = `
# Programs of any user read them.
umask(022);
my ($pids, $jumps, $every, $there, $back, @files) = @ARGV;
sub put {
  my ($file, $text) = @_;
  open(my $out, '>', "$file.strobe") or die "$file: $!";
  print $out $text;
  close($out);
  rename("$file.strobe", $file) or die "$file: $!";
}
put($pids, $$);
my $count = 0;
while (1) {
  for my $content ($there, $back) {
    put($_, $content) for @files;
    put($jumps, ++$count);
    select(undef, undef, undef, $every);
  }
}
`;

/** Ends it, and is back when it is gone: from then on nobody else writes the files. */
const END = `
[ -e "$1" ] || exit 0
pid=$(cat "$1")
while [ -e "/proc/$pid" ]; do kill -KILL "$pid" 2>/dev/null; sleep 0.01; done
rm -f "$1"
`;

/** Starts replacing the files of clocks by turns. @param folder where it keeps files of its own. */
export async function startStrobe(
  node: Node,
  folder: string,
  files: readonly string[],
  contents: readonly [there: string, back: string],
  every_ms: number,
): Promise<void> {
  const parameters = [
    pidFile(folder),
    jumpsFile(folder),
    String(every_ms / 1000),
    ...contents,
    ...files,
  ];
  await node.spawn(['perl', '-e', STROBE, ...parameters], { logFile: logFile(folder) });
}

/** How often the files were replaced since {@link startStrobe}. */
export async function jumpsOf(node: Node, folder: string): Promise<number> {
  return Number((await node.exec(['cat', jumpsFile(folder)])).stdout);
}

/** Ends what {@link startStrobe} started; does nothing where nothing was. */
export async function endStrobe(node: Node, folder: string): Promise<void> {
  await node.exec(['sh', '-c', END, 'sh', pidFile(folder)]);
}
