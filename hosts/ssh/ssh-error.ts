import { EnvironmentError } from '../../harness/core/errors.js';

interface Meaning {
  readonly pattern: RegExp;
  readonly code: string;
  readonly advice: string;
}

/** What ssh says when it fails, and what the user can do about it. */
const MEANINGS: readonly Meaning[] = [
  {
    pattern: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'E_SSH_HOST_KEY',
    advice: 'connect once by hand and compare the key: `ssh HOST`',
  },
  {
    pattern: /Permission denied|Too many authentication failures|no matching host key/,
    code: 'E_SSH_AUTH',
    advice:
      'make `ssh -o BatchMode=yes HOST true` work: load the key into the agent, or name it with IdentityFile in ~/.ssh/config',
  },
  {
    pattern: /Could not resolve hostname/,
    code: 'E_SSH_UNREACHABLE',
    advice: 'check the name: `ssh HOST true` must work from here, with the same options',
  },
  {
    pattern: /timed out|Timeout|No route to host|Connection refused|Network is unreachable/i,
    code: 'E_SSH_UNREACHABLE',
    advice: 'check that the host is up and that its sshd can be reached from here: `ssh HOST true`',
  },
  {
    pattern: /Can't open user config file|Bad configuration option|terminating, \d+ bad/,
    code: 'E_SSH_CONFIG',
    advice: 'correct the options that are given for ssh, or its configuration',
  },
];

/** The error of an ssh that could not do its work on a host. */
export function sshError(host: string, stderr: string): EnvironmentError {
  const said = stderr.trim();
  const meaning = MEANINGS.find(({ pattern }) => pattern.test(said));
  return new EnvironmentError({
    code: meaning?.code ?? 'E_SSH',
    expected: `ssh to reach ${host}`,
    actual: said === '' ? 'it ended without a word' : `it said: ${lastLines(said)}`,
    advice: (meaning?.advice ?? 'try by hand: `ssh -v HOST true`').replaceAll('HOST', host),
  });
}

/** The error of a machine that has no ssh to begin with. */
export function noSsh(): EnvironmentError {
  return new EnvironmentError({
    code: 'E_SSH_PROGRAM',
    expected: 'the program `ssh` on this machine',
    actual: 'it is not there',
    advice: 'install it: package `openssh-client`',
  });
}

function lastLines(text: string): string {
  return text.split('\n').slice(-3).join(' / ');
}
