import { execa } from 'execa';

/**
 * The host's firewall rules without their counters, and without the rules of networks named in
 * `except` (those of other runs come and go at any time).
 */
export async function hostFirewall(except: RegExp): Promise<readonly string[]> {
  const { stdout } = await execa('iptables-save');
  return stdout
    .split('\n')
    .filter((line) => !line.startsWith('#') && !except.test(line))
    .map((line) => line.replace(/\[\d+:\d+\]/, ''));
}

/** The routes of the host that concern a network. */
export async function routesTo(prefix: string): Promise<readonly string[]> {
  const { stdout } = await execa('ip', ['-4', 'route', 'show']);
  return stdout.split('\n').filter((line) => line.includes(prefix));
}
