import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What of this machine a campaign must leave as it was. */
export interface HostState {
  /** Rules, policies and chains of every table, without counters. */
  readonly firewall: readonly string[];
  readonly routes: readonly string[];
  readonly interfaces: readonly string[];
  readonly mounts: readonly string[];
  readonly loopDevices: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  /** How far the wall clock is ahead of the monotonic clock, in milliseconds. */
  readonly clock_ms: number;
}

/** Bridges, their ports and networks come and go with every harness that runs on this machine. */
const OF_A_HARNESS = /\bfl-[0-9a-f]+|\bveth|\b198\.1[89]\.|\/run\/faultline\//;
/** Made by the engine for whatever container, and gone with it. */
const OF_THE_ENGINE = /\/var\/lib\/docker\/|\/run\/docker\/|\/var\/run\/docker\//;
/** Counters and identities that change by themselves. */
const VOLATILE =
  /^(?:fs\.(?:dentry-state|file-nr|inode-nr|inode-state|quota\.)|kernel\.(?:ns_last_pid|random\.|pty\.nr)|net\.netfilter\.nf_conntrack_count)|\.(?:veth|fl-)/;

function linesOf(command: string, ...args: readonly string[]): string[] {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter((line) => line !== '');
}

/** Lines that belong to the machine itself, in an order of their own. */
function ownOf(lines: readonly string[]): string[] {
  return lines.filter((line) => !OF_A_HARNESS.test(line) && !OF_THE_ENGINE.test(line)).sort();
}

/** Looks at all that a campaign might change. Root only. */
export function hostState(): HostState {
  return {
    firewall: ownOf(
      [...linesOf('iptables-save'), ...linesOf('ip6tables-save')]
        .filter((line) => !line.startsWith('#'))
        .map((line) => line.replace(/\[\d+:\d+\]/, '')),
    ),
    routes: ownOf([
      ...linesOf('ip', '-o', 'route', 'show', 'table', 'all'),
      ...linesOf('ip', 'rule'),
    ]),
    interfaces: ownOf(
      linesOf('ip', '-o', 'addr').map((line) => line.replace(/valid_lft.*$/, '').trim()),
    ),
    mounts: ownOf(
      readFileSync('/proc/self/mounts', 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    ),
    loopDevices: ownOf(linesOf('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE')),
    sysctls: Object.fromEntries(
      linesOf('sysctl', '-a')
        .map((line): [string, string] => {
          const at = line.indexOf(' = ');
          return [line.slice(0, at), line.slice(at + 3)];
        })
        .filter(([name]) => !VOLATILE.test(name)),
    ),
    clock_ms: Date.now() - Number(process.hrtime.bigint()) / 1e6,
  };
}

/** What still speaks of a network: rules, routes, interfaces, mounts, loop devices. */
export function tracesOf(subnet: string): string[] {
  const prefix = subnet.replace(/\d+\/\d+$/, '');
  const bridge = `fl-${prefix
    .split('.')
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
  const all = [
    ...linesOf('iptables-save'),
    ...linesOf('ip', '-o', 'route', 'show', 'table', 'all'),
    ...linesOf('ip', '-o', 'addr'),
    ...readFileSync('/proc/self/mounts', 'utf8').split('\n'),
    ...linesOf('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE'),
  ];
  return all.filter((line) => line.includes(prefix) || line.includes(bridge));
}

/** The command lines of processes that carry a mark in their environment. */
export function processesMarked(mark: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
