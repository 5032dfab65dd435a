import { DATA_FOLDER } from '../../harness/core/node.js';

/** Our own files on a disk. */
export const BALLAST = `${DATA_FOLDER}/.faultline-ballast`;
const PROBE = `${DATA_FOLDER}/.faultline-probe`;

/** Takes all the space that there is, in ever smaller pieces, without writing to it. */
export const FILL = `
set -e
touch ${BALLAST}
offset=$(( $(stat -c %s ${BALLAST}) / 1024 ))
size=$(df --output=avail -k ${DATA_FOLDER} | tail -n 1)
while [ "$size" -ge 4 ]; do
  if fallocate --offset "\${offset}KiB" --length "\${size}KiB" ${BALLAST} 2>/dev/null
  then offset=$((offset + size))
  else size=$((size / 2))
  fi
done
`;

/** Gives it back; blocks can be taken again once the journal has that. */
export const FREE = `rm -f ${BALLAST} && sync --file-system ${DATA_FOLDER}`;

/**
 * Writes as many blocks of 8 KiB as its argument says to a new file, and syncs each. Prints how many
 * it has done, the seconds that took (to hundredths), and the number of the error that ended it.
 */
export const WRITE_SYNCED = `
  use IO::Handle;
  sub now { open(my $f, '<', '/proc/uptime') or die "uptime: $!"; (split ' ', <$f>)[0] }
  my ($start, $done, $error) = (now(), 0, 0);
  $! = 0;
  if (open(my $file, '>', '${PROBE}')) {
    while ($done < $ARGV[0]) {
      my $written = syswrite($file, 'x' x 8192);
      last unless defined $written;
      # What fits in part only is tried again, for the error.
      next if $written < 8192;
      last unless $file->sync;
      $done += 1;
    }
  }
  $error = $! + 0 if $done < $ARGV[0];
  unlink '${PROBE}';
  printf "%d %.2f %d", $done, now() - $start, $error;
`;

/**
 * `EXT4_IOC_SHUTDOWN` without flushing the journal (`fs/ext4/ext4.h`; the same number and flag as
 * XFS_IOC_GOINGDOWN): all that is not on the device yet is lost, and nothing more gets there.
 */
export const SHUT_DOWN = `
  use Fcntl;
  sysopen(my $folder, $ARGV[0], O_RDONLY) or die "$ARGV[0]: $!";
  my $no_log_flush = pack('L', 2);
  ioctl($folder, 0x8004587D, $no_log_flush) or die "EXT4_IOC_SHUTDOWN: $!";
`;
