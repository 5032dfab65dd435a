import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { clusterConfig } from '../cluster/cluster-config.js';
import { clusterOptions } from '../cluster/cluster-options.js';
import { accessSettings, sentinelAccessSettings } from '../configuration/access-config.js';
import { sentinelConfig } from '../configuration/sentinel-config.js';
import { serverConfig } from '../configuration/server-config.js';
import { redisSentinel } from '../index.js';
import { replicationOptions, sentinelOptions } from '../options.js';
import { connectionAccess, newAccess, OPEN_ACCESS, USERS } from './access.js';
import { makeCertificate } from './certificate.js';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const serverLines = (auth: 'none' | 'password' | 'acl', watched: boolean) => {
  const access = newAccess({ auth, tls: false }, []);
  const options = replicationOptions({ auth });
  return { access, lines: serverConfig(options, '', null, { access, watched }).split('\n') };
};

test('a password lets everybody in, and replicas at their primary', () => {
  const { access, lines } = serverLines('password', true);
  const password = access.servers?.client.password;
  expect(lines).toContain(`requirepass ${password}`);
  expect(lines).toContain(`masterauth ${password}`);
  expect(connectionAccess(access, 'servers', 'client')).toEqual({ password });
});

test('users have passwords of their own, and nobody is let in without one', () => {
  const { access, lines } = serverLines('acl', true);
  expect(lines).toContain('user default off');
  expect(lines).toContain('masteruser replica');
  const all = USERS.map((user) => access.servers?.[user].password);
  expect(new Set(all).size).toBe(USERS.length);
  for (const user of USERS) {
    const line = lines.find((one) => one.startsWith(`user ${user} on `));
    expect(line).toContain(`>${access.servers?.[user].password} `);
  }
  // 6.0 has no Sentinels with users, and does not know channels.
  expect(serverLines('acl', false).lines.join('\n')).not.toContain('user sentinel');
});

test('clients may not do what an administrator may', () => {
  const { lines } = serverLines('acl', false);
  const line = lines.find((one) => one.startsWith('user client '));
  expect(line).toContain('-@admin -@dangerous');
});

test('a Sentinel is known to servers by their password, and to other Sentinels by theirs', () => {
  const peers = { primary: '198.18.0.1', replicas: [], sentinels: [] };
  const linesWith = (auth: 'password' | 'acl') => {
    const access = newAccess({ auth, tls: false }, []);
    const text = sentinelConfig(sentinelOptions({ auth }, 3), '198.18.0.1', peers, access);
    return { access, lines: text.split('\n') };
  };
  const password = linesWith('password');
  const { servers, sentinels } = password.access;
  expect(servers?.sentinel.password).not.toBe(sentinels?.sentinel.password);
  expect(password.lines).toContain(`requirepass ${sentinels?.sentinel.password}`);
  expect(password.lines).toContain(`sentinel auth-pass faultline ${servers?.sentinel.password}`);
  const acl = linesWith('acl');
  expect(acl.lines).toContain('sentinel auth-user faultline sentinel');
  expect(acl.lines).toContain('sentinel sentinel-user sentinel');
  expect(acl.lines).toContain(`sentinel sentinel-pass ${acl.access.sentinels?.sentinel.password}`);
  // The group must be there before it is spoken of.
  const at = (start: string) => acl.lines.findIndex((line) => line.startsWith(start));
  expect(at('sentinel monitor')).toBeLessThan(at('sentinel auth-pass'));
});

test('with TLS no program listens without it', () => {
  const access = { ...OPEN_ACCESS, certificate: { certificate: '', key: '' } };
  const options = sentinelOptions({}, 3);
  const peers = { primary: '198.18.0.1', replicas: [], sentinels: [] };
  for (const text of [
    serverConfig(options, '', null, { access }),
    sentinelConfig(options, '', peers, access),
    clusterConfig(clusterOptions({}, 6), '', access),
  ]) {
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('port '))).toEqual(['port 0']);
    expect(lines).toContain('tls-replication yes');
  }
  expect(clusterConfig(clusterOptions({}, 6), '', access)).toContain('tls-cluster yes\n');
});

test('what is reported holds no password', () => {
  expect(accessSettings({ auth: 'none', tls: false })).toEqual([]);
  for (const auth of ['password', 'acl'] as const) {
    const { access } = serverLines(auth, true);
    for (const settings of [accessSettings({ auth, tls: true }), sentinelAccessSettings(auth)]) {
      const told = JSON.stringify(settings);
      expect(told).toContain('made up for each run');
      for (const user of USERS) expect(told).not.toContain(access.servers?.[user].password);
    }
  }
});

test('of Sentinels it is reported by what they let others in, and are let in by servers', () => {
  const told = (auth: string) =>
    (redisSentinel.changedSettings?.({ auth }) ?? [])
      .flatMap(({ name, option }) => (option === 'auth' ? [name] : []))
      .join('; ');
  expect(told('none')).toBe('');
  expect(told('password')).toContain('requirepass of Sentinels; sentinel auth-pass');
  expect(told('acl')).toMatch(
    /sentinel-user, sentinel sentinel-pass.*auth-user, sentinel auth-pass/,
  );
});

test('Sentinels of 6.0 have no users, which is said before anything starts', () => {
  expect(() => sentinelOptions({ auth: 'acl', version: '6.0' }, 3)).toThrow(
    /6\.2 or later[^]*version is 6\.0/,
  );
  expect(sentinelOptions({ auth: 'password', version: '6.0' }, 3).auth).toBe('password');
  expect(replicationOptions({ auth: 'acl', version: '6.0' }).auth).toBe('acl');
  expect(() => replicationOptions({ auth: 'kerberos' })).toThrow('auth');
});

test('the certificate of a run holds for its addresses, and no other run’s is trusted', async () => {
  const own = makeCertificate(['127.0.0.1']);
  const server = createServer({
    cert: own.certificate,
    key: own.key,
    ca: own.certificate,
    requestCert: true,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const attempt = async (certificate: typeof own): Promise<string> => {
    const { tls } = connectionAccess({ ...OPEN_ACCESS, certificate }, 'servers', 'client');
    const socket: TLSSocket = connect({ host: '127.0.0.1', port: address.port, ...tls });
    closing.push(() => socket.destroy());
    return once(socket, 'secureConnect').then(
      () => 'connected',
      (thrown: unknown) => String(thrown),
    );
  };
  expect(await attempt(own)).toBe('connected');
  expect(await attempt(makeCertificate(['127.0.0.1']))).not.toBe('connected');
});
