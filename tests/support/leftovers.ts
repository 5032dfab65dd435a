import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** What on this machine belongs to a harness process: containers, networks, routes, claims. */
export function belongingsOf(pid: number, socket?: string): string[] {
  const own = (line: string): boolean => line.includes(`faultline.owner=${pid}-`);
  const docker = (args: readonly string[]): string[] =>
    lines('docker', [...(socket === undefined ? [] : ['-H', socket]), ...args]).filter(own);
  const claims = readdirSync('/run/faultline')
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) =>
      lines('cat', [`/run/faultline/${file}`]).some((line) => line.includes(`"owner":"${pid}-`))
        ? [file]
        : [],
    );
  return [
    ...docker(['ps', '-a', '--no-trunc', '--format', 'container {{.Names}} {{.Labels}}']),
    ...docker(['network', 'ls', '--no-trunc', '--format', 'network {{.Name}} {{.Labels}}']),
    ...claims.map((file) => `claim ${file}`),
    ...disksOf(pid),
  ];
}

/** Which subnet a running harness has, by its claim: `198.18.4.0/24`. */
export function subnetOf(pid: number): string {
  const claim = belongingsOf(pid).find((line) => line.startsWith('claim '));
  return (claim ?? '').replace('claim ', '').replace('.json', '').replace('-24', '/24');
}

/** Files of disks of a harness process, and loop devices that stand for them. */
function disksOf(pid: number): string[] {
  const own = `/run/faultline/disks/${pid}-`;
  const folders = existsSync('/run/faultline/disks') ? readdirSync('/run/faultline/disks') : [];
  const devices = lines('losetup', ['--list', '--noheadings', '--output', 'NAME,BACK-FILE']);
  return [
    ...folders.filter((name) => name.startsWith(`${pid}-`)).map((name) => `disks ${name}`),
    ...devices.filter((line) => line.includes(own)).map((line) => `device ${line}`),
  ];
}

/** The guard routes of a subnet such as `198.18.4.0/24`. */
export function routesOf(subnet: string): string[] {
  return lines('ip', ['route', 'show', 'type', 'unreachable']).filter((line) =>
    line.includes(subnet),
  );
}

function lines(command: string, args: readonly string[]): string[] {
  return execFileSync(command, args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}
