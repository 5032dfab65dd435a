import { execFileSync } from 'node:child_process';

/** Before tests: the bundles of report pages and of ts-linearizability as their sources are now, since `tsc -b` alone makes none. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'bundle'], { stdio: 'inherit' });
}
