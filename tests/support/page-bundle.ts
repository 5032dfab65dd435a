import { execFileSync } from 'node:child_process';

/** Before tests: the script of report pages as its sources are now, since `tsc -b` alone makes none. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'bundle'], { stdio: 'inherit' });
}
