import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../harness/core/clock.js';
import { ensureBase } from '../../docker/build/base.js';
import { proxyArguments } from '../../docker/build/proxy.js';
import { dockerEngine } from '../../docker/engine/docker-engine.js';
import { createNodePool } from '../../docker/index.js';

const TAG = 'faultline/test-sshd';
/** The source folder, also where this runs compiled. */
const IMAGE_FOLDER = fileURLToPath(new URL('sshd', import.meta.url)).replace('/dist/', '/');

/** Waits until port 22 listens. */
const LISTENING = 'until grep -q ":0016 " /proc/net/tcp; do sleep 0.05; done';

/** Containers that run sshd, and how they are reached. */
export interface SshContainers {
  /** `db1`, `db2`, …, as the configuration of ssh names them. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  /** Options for ssh: a configuration of its own with a key of its own. */
  readonly options: readonly string[];
  /** A folder for what the harness notes on this machine. */
  readonly stateFolder: string;
  /** Runs a shell script on a host, past ssh. */
  on(name: string, script: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts hosts to test with: containers on a network of ours, with a sshd and keys made for them. */
export async function startSshContainers(count: number): Promise<SshContainers> {
  const clock = systemClock();
  const engine = dockerEngine(clock);
  const signal = new AbortController().signal;
  const progress = (): void => undefined;
  const base = await ensureBase({ engine, progress, signal, exclusively: (work) => work() });
  const buildArguments = { BASE: base.tag, ...proxyArguments(process.env) };
  await engine.build(
    { folder: IMAGE_FOLDER, tag: TAG, buildArguments, labels: {} },
    progress,
    signal,
  );
  const pool = await createNodePool({ run: 'ssh-hosts' });
  const folder = mkdtempSync(join(tmpdir(), 'faultline-ssh-'));
  const stop = async (): Promise<void> => {
    await pool.dispose();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
    const key = readFileSync(join(folder, 'key.pub'), 'utf8');
    const prefix = pool.clientsAddress().replace(/\.\d+$/, '');
    const network = (await engine.networks()).find(({ subnets }) =>
      subnets.includes(`${prefix}.0/24`),
    );
    if (network === undefined) throw new Error('the pool has no network');
    const names = Array.from({ length: count }, (_, index) => `db${String(index + 1)}`);
    const addresses = names.map((_, index) => `${prefix}.${String(101 + index)}`);
    const ids = new Map<string, string>();
    for (const [index, name] of names.entries()) {
      const id = await engine.createContainer({
        name: `${network.name}-${name}`,
        image: TAG,
        entrypoint: ['sh'],
        command: ['-c', `${authorize(key)} exec /usr/sbin/sshd -D -e`],
        network: { hostname: name, network: network.name, address: addresses[index] ?? '' },
        capabilities: ['NET_ADMIN'],
        labels: network.labels,
      });
      await engine.startContainer(id);
      await engine.exec(id, ['sh', '-c', LISTENING], { timeout_ms: 20_000 });
      ids.set(name, id);
    }
    writeFileSync(join(folder, 'config'), configuration(folder, names, addresses));
    return {
      names,
      addresses,
      options: ['-F', join(folder, 'config')],
      stateFolder: join(folder, 'state'),
      on: async (name, script) =>
        (await engine.exec(ids.get(name) ?? '', ['sh', '-c', script], { timeout_ms: 20_000 }))
          .stdout,
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

function authorize(key: string): string {
  return ['/root', '/home/admin', '/home/guest']
    .map((home) => `mkdir -p ${home}/.ssh; echo '${key.trim()}' > ${home}/.ssh/authorized_keys;`)
    .join(' ');
}

function configuration(
  folder: string,
  names: readonly string[],
  addresses: readonly string[],
): string {
  const hosts = names.map((name, index) => `Host ${name}\n  HostName ${addresses[index] ?? ''}\n`);
  return [
    ...hosts,
    'Host *',
    '  User root',
    `  IdentityFile ${folder}/key`,
    '  IdentitiesOnly yes',
    '  StrictHostKeyChecking accept-new',
    `  UserKnownHostsFile ${folder}/known_hosts`,
    '',
  ].join('\n');
}
