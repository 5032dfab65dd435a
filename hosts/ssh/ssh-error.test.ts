import { expect, test } from 'vitest';
import { sshError } from './ssh-error.js';

test.each([
  ['root@10.0.0.5: Permission denied (publickey).', 'E_SSH_AUTH', 'ssh -o BatchMode=yes db1 true'],
  ['ssh: connect to host db1 port 22: Connection refused', 'E_SSH_UNREACHABLE', 'sshd'],
  ['ssh: connect to host db1 port 22: Connection timed out', 'E_SSH_UNREACHABLE', 'host is up'],
  ['ssh: Could not resolve hostname db1: Name or service not known', 'E_SSH_UNREACHABLE', 'name'],
  ['No ED25519 key is known.\nHost key verification failed.', 'E_SSH_HOST_KEY', 'by hand'],
  ["Can't open user config file /no: No such file or directory", 'E_SSH_CONFIG', 'options'],
  ['kex_exchange_identification: read: Broken pipe', 'E_SSH', 'ssh -v db1 true'],
])('what ssh says is told, with what to do: %s', (said, code, advice) => {
  const error = sshError('db1', `${said}\n`);
  expect(error.code).toBe(code);
  expect(error.actual).toContain(said.split('\n').at(-1));
  expect(error.advice).toContain(advice);
});
