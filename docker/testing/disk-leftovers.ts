import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files of disks below a state folder, and loop devices that stand for such files. */
export function leftOf(stateFolder: string): string[] {
  const folder = join(stateFolder, 'disks');
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.img'),
      )
    : [];
  const devices = execFileSync('losetup', ['--list', '--noheadings', '--output', 'BACK-FILE'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((line) => line.includes(folder));
  return [...files.map((name) => `file ${name}`), ...devices.map((file) => `device of ${file}`)];
}
