import { describe, expect, test } from 'vitest';
import { coveringMountIn } from './covering-mount.js';

const ROOT = '600 500 0:50 / / rw,relatime - overlay overlay rw';
const OWN = '601 600 7:0 /db/0 /var/lib/my\\040db rw,nodev - ext4 /dev/loop0 rw';
const VOLUME = '602 600 254:1 /v/_data /var/lib/my\\040db/data rw - ext4 /dev/vda rw';
const OTHER = '603 600 254:1 /v/_data /var/lib/my\\040db2 rw - ext4 /dev/vda rw';

describe('what is mounted over a data folder', () => {
  test('is a volume of the image below it', () => {
    expect(coveringMountIn([ROOT, OWN, VOLUME].join('\n'), '/var/lib/my db/', '7:0')).toBe(
      '/var/lib/my db/data',
    );
  });

  test('is neither the disk itself nor a mount beside it', () => {
    expect(coveringMountIn([ROOT, OWN, OTHER, ''].join('\n'), '/var/lib/my db', '7:0')).toBeNull();
  });
});
