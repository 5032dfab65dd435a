import type { ChangedByte, FileState } from '../../harness/core/storage.js';

/** Prints the length and the SHA-256 of the file `$1`; nothing where it is not there. */
export const LOOK = '[ ! -e "$1" ] || { stat -c %s "$1" && sha256sum < "$1"; }';

/**
 * Turns bits of a file over: its path, then as many places as there are, `offset:bit`. Prints each
 * byte's offset, what it was, and what it is; a place named twice is as it was.
 */
export const FLIP = `
  use IO::Handle;
  my ($path, @places) = @ARGV;
  open(my $file, '+<:raw', $path) or die "$path: $!\\n";
  for my $place (@places) {
    my ($offset, $bit) = split /:/, $place;
    sysseek($file, $offset, 0) // die "$path: $!\\n";
    sysread($file, my $byte, 1) == 1 or die "$path has no byte $offset\\n";
    my $after = ord($byte) ^ (1 << $bit);
    sysseek($file, $offset, 0) // die "$path: $!\\n";
    defined syswrite($file, chr($after)) or die "$path: $!\\n";
    printf "%d %d %d\\n", $offset, ord($byte), $after;
  }
  $file->sync or die "$path: $!\\n";
`;

/** What {@link LOOK} prints. @throws RangeError for anything else. */
export function stateIn(printed: string): FileState | null {
  if (printed === '') return null;
  const [, size, sha256] = /^(\d+)\n([0-9a-f]{64})\b/.exec(printed) ?? [];
  if (size !== undefined && sha256 !== undefined) return { size_bytes: Number(size), sha256 };
  throw new RangeError(`expected a length and a checksum, got "${printed.trim()}"`);
}

/** What {@link FLIP} prints. */
export function changedIn(printed: string): readonly ChangedByte[] {
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [offset = Number.NaN, before = Number.NaN, after = Number.NaN] = line
        .split(' ')
        .map(Number);
      return { offset, before, after };
    });
}
