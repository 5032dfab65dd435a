import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { EnvironmentError } from '../../harness/core/errors.js';

const APT_MS = 30_000;

/** One archive that this host's apt is configured with. */
export interface AptSource {
  readonly uri: string;
  /** `bookworm`, `bookworm-updates`, … */
  readonly suite: string;
  readonly components: readonly string[];
}

/** What an apt of our own needs in order to get packages the way the host's apt does. */
export interface AptConfiguration {
  /** The release's own archive comes first. */
  readonly sources: readonly [AptSource, ...AptSource[]];
  /** Lines of an apt.conf: proxies, certificates' checks, retries. */
  readonly options: readonly string[];
  readonly proxy: string | null;
}

/**
 * Asks apt itself, which knows both formats of sources files.
 * @throws EnvironmentError when apt has no archive of this release.
 */
export async function hostAptConfiguration(codename: string): Promise<AptConfiguration> {
  const format = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  const [targets, dump] = await Promise.all([
    apt('apt-get', [
      'indextargets',
      '--no-release-info',
      '--format',
      format,
      'Created-By: Packages',
    ]),
    apt('apt-config', ['dump', '--no-empty', '--format', '%F "%v";%n']),
  ]);
  const sources = await Promise.all(
    parseTargets(targets, codename).map(async (source) => ({
      ...source,
      uri: await resolveMirror(source.uri),
    })),
  );
  const [first, ...rest] = sources;
  if (first?.suite !== codename) {
    throw new EnvironmentError({
      code: 'E_APT_SOURCES',
      expected: `an archive of ${codename} among this host's apt sources`,
      actual: sources.length === 0 ? 'there is none' : `only ${sources.map((s) => s.suite).join()}`,
      advice: 'mend /etc/apt/sources.list, or let the engine reach a registry',
    });
  }
  const options = parseOptions(dump);
  const proxy = /^Acquire::http::Proxy "([^"]+)";$/im.exec(options.join('\n'))?.[1] ?? null;
  return { sources: [first, ...rest], options, proxy };
}

/** The archives of a release among lines of `uri|suite|component`, its own one first. */
export function parseTargets(text: string, codename: string): AptSource[] {
  const wanted = [codename, `${codename}-updates`, `${codename}-security`];
  const components = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [uri = '', suite = '', component = ''] = line.split('|');
    if (!wanted.includes(suite)) continue;
    const key = `${suite}|${uri}`;
    components.set(key, (components.get(key) ?? new Set()).add(component));
  }
  return [...components]
    .map(([key, names]) => {
      const [suite = '', uri = ''] = key.split('|');
      return { uri, suite, components: [...names] };
    })
    .sort((one, other) => wanted.indexOf(one.suite) - wanted.indexOf(other.suite));
}

/** Of all of apt's options those that say how to fetch; paths and hooks are the host's own. */
export function parseOptions(dump: string): string[] {
  return dump
    .split('\n')
    .filter((line) => /^Acquire::(?:https?|ForceIPv|Retries|Check-)/i.test(line))
    .filter((line) => !/::(?:CaInfo|CaPath|SslCert|SslKey|Proxy-Auto-Detect)/i.test(line));
}

// `mirror+file:/etc/apt/mirrors.txt` stands for the addresses in that file.
async function resolveMirror(uri: string): Promise<string> {
  const path = /^mirror\+file:(.*?)\/?$/.exec(uri)?.[1];
  if (path === undefined) return uri;
  const text = await readFile(path, 'utf8');
  return /^[^#\s]\S*/m.exec(text)?.[0] ?? uri;
}

async function apt(program: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await execa(program, parameters, { timeout: APT_MS, stdin: 'ignore' });
  return stdout;
}
