import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import { CONTENT_LABEL } from '../owner/labels.js';
import { ownerOf } from '../../nodes/index.js';
import { type AptConfiguration, hostAptConfiguration } from './apt-sources.js';
import type { HostRelease } from './host-release.js';
import type { ImageContext } from './image-source.js';

/** Bootstrap folders are called this, then their owner: `clean` knows them by it. */
export const BOOTSTRAP_PREFIX = '/var/tmp/faultline-base.';
/** Code of the error that says debootstrap is needed and not installed. */
export const NO_DEBOOTSTRAP = 'E_NO_DEBOOTSTRAP';
/** What a container of a system that starts its own programs must have beside Debian's smallest system. */
const PACKAGES = ['perl-base'];
const BOOTSTRAP_MS = 15 * 60_000;

export interface BootstrapRequest extends ImageContext {
  readonly release: HostRelease;
  readonly tag: string;
  /** Why nothing could be pulled. */
  readonly refusal: string;
}

/**
 * Makes a base image out of this host's own package archives, by debootstrap.
 * @throws EnvironmentError when debootstrap is missing or fails, with its last lines.
 */
export async function bootstrapBase(request: BootstrapRequest): Promise<void> {
  const { engine, progress, signal, release, tag } = request;
  const apt = await hostAptConfiguration(release.codename);
  const owner = (await ownerOf(process.pid)) ?? '';
  const folder = await mkdtemp(`${BOOTSTRAP_PREFIX}${owner}.`);
  const root = join(folder, 'root');
  try {
    progress(`debootstrap ${release.codename} from ${apt.sources[0].uri}`);
    await debootstrap(request, apt, root);
    await configureApt(root, apt);
    signal.throwIfAborted();
    progress(`importing ${tag}`);
    const tar = execa('tar', ['-C', root, '--one-file-system', '-c', '.'], {
      buffer: false,
      stdin: 'ignore',
      cancelSignal: signal,
    });
    await Promise.all([tar, engine.importImage(tar.stdout, tag, { [CONTENT_LABEL]: tag })]);
  } finally {
    await removeRoot(folder);
  }
}

async function debootstrap(
  request: BootstrapRequest,
  apt: AptConfiguration,
  root: string,
): Promise<void> {
  request.signal.throwIfAborted();
  const [archive] = apt.sources;
  const https = archive.uri.startsWith('https:');
  const include = https ? [...PACKAGES, 'ca-certificates'] : PACKAGES;
  const tail: string[] = [];
  try {
    const run = execa(
      'debootstrap',
      [
        '--variant=minbase',
        `--include=${include.join(',')}`,
        `--components=${archive.components.join(',')}`,
        request.release.codename,
        root,
        archive.uri,
      ],
      {
        all: true,
        buffer: false,
        stdin: 'ignore',
        timeout: BOOTSTRAP_MS,
        detached: true,
        env: apt.proxy === null ? {} : { http_proxy: apt.proxy },
      },
    );
    // It is a script: its group goes, so that no child of it writes on where we clean up.
    const interrupt = (): void => {
      if (run.pid !== undefined) process.kill(-run.pid, 'SIGKILL');
    };
    request.signal.addEventListener('abort', interrupt, { once: true });
    run
      .finally(() => {
        request.signal.removeEventListener('abort', interrupt);
      })
      .catch(() => undefined);
    let phase = '';
    const read = async (): Promise<void> => {
      for await (const line of run.iterable({ from: 'all' })) {
        tail.push(line);
        if (tail.length > 20) tail.shift();
        const now = /^I: (Retrieving InRelease|Resolving|Extracting|Unpacking|Configuring)/.exec(
          line,
        );
        if (now?.[1] !== undefined && now[1] !== phase) {
          phase = now[1];
          request.progress(`debootstrap: ${line.slice(3)}`);
        }
      }
    };
    await Promise.all([run, read()]);
  } catch (thrown) {
    request.signal.throwIfAborted();
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    throw new EnvironmentError({
      code: missing ? NO_DEBOOTSTRAP : 'E_BASE_IMAGE',
      expected: 'a base image, from a registry or made from packages',
      actual: `the registry: ${request.refusal}\n  debootstrap: ${
        missing ? 'not installed' : [messageOf(thrown), ...tail].join('\n    ')
      }`,
      advice: missing
        ? 'run `faultline doctor --fix`: it installs debootstrap'
        : 'check that `apt-get update` works on this host, as root',
      cause: thrown,
    });
  }
}

async function configureApt(root: string, apt: AptConfiguration): Promise<void> {
  const lines = apt.sources.map(
    ({ uri, suite, components }) => `deb ${uri} ${suite} ${components.join(' ')}\n`,
  );
  await writeFile(join(root, 'etc/apt/sources.list'), lines.join(''));
  await writeFile(
    join(root, 'etc/apt/apt.conf.d/90faultline'),
    [...apt.options, 'Acquire::Languages "none";', ''].join('\n'),
  );
  await rm(join(root, 'var/cache/apt/archives'), { recursive: true, force: true });
  await mkdir(join(root, 'var/cache/apt/archives/partial'), { recursive: true });
  if (apt.sources.some(({ uri }) => uri.startsWith('https:'))) await trustHostCertificates(root);
}

// Only https archives need it: a mirror may have a certificate of the office's own authority.
async function trustHostCertificates(root: string): Promise<void> {
  const bundle = '/etc/ssl/certs/ca-certificates.crt';
  await mkdir(join(root, dirname(bundle)), { recursive: true });
  await cp(bundle, join(root, bundle), { dereference: true });
}

/** Removes a bootstrap folder, after whatever an interrupted debootstrap has mounted in it. */
export async function removeRoot(folder: string): Promise<void> {
  for (const mount of ['proc', 'sys', 'dev/pts', 'dev']) {
    await execa('umount', ['-l', join(folder, 'root', mount)], { reject: false, timeout: 10_000 });
  }
  await execa('rm', ['-rf', '--one-file-system', '--', folder], { timeout: 120_000 });
}
