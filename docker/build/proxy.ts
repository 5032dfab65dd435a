const NAMES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'];

/** The proxies of an environment, as the build arguments that every Dockerfile has. */
export function proxyArguments(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of NAMES) {
    const value = environment[name] ?? environment[name.toUpperCase()];
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}
