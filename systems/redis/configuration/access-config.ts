import { type ChangedSetting, DATA_FOLDER } from '../../../harness/index.js';
import type { Access, Auth, Login, Logins, User } from '../access/access.js';
import { GROUP } from './layout.js';

/** Where a node has the certificate of the run, and its key. */
export const CERTIFICATE_FILE = `${DATA_FOLDER}/tls/faultline.crt`;
export const KEY_FILE = `${DATA_FOLDER}/tls/faultline.key`;

/**
 * What each user may do on a server. The rules of replicas and Sentinels are those of Redis' documentation ("ACL",
 * "ACL rules for Sentinel and Replicas"). Clients get what does not endanger the server, with what drivers ask when
 * they connect. In 6.0 all of CLUSTER is dangerous.
 */
const ON_SERVERS: Readonly<Record<User, string>> = {
  harness: '~* +@all',
  client:
    '~* +@all -@admin -@dangerous +info +role +readonly +readwrite +asking +cluster|slots +cluster|nodes',
  replica: '+psync +replconf +ping',
  sentinel:
    'allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill',
};

/** What each user may do on a Sentinel. (Redis' documentation, "Sentinel Access Control List authentication".) */
const ON_SENTINELS: Readonly<Partial<Record<User, string>>> = {
  harness: 'allchannels +@all',
  client:
    'allchannels -@all +auth +client|getname +client|id +client|setname +command +hello +ping +role +info +subscribe +psubscribe +sentinel|get-master-addr-by-name +sentinel|master +sentinel|myid +sentinel|replicas +sentinel|sentinels',
  sentinel: 'allchannels +@all',
};

function userLine({ user, password }: Login, rules: string): string {
  return `user ${user} on >${password} ${rules}`;
}

/** What lets these users in, and nobody else. */
function userLines(logins: Logins, rules: Readonly<Partial<Record<User, string>>>): string[] {
  return [
    'user default off',
    ...Object.entries(rules).map(([user, rule]) => userLine(logins[user as User], rule)),
  ];
}

/** The port of a program: encrypted connections alone, where there is a certificate. */
function portLines({ certificate }: Access, port: number): readonly string[] {
  if (certificate === null) return [`port ${port}`];
  return [
    'port 0',
    `tls-port ${port}`,
    `tls-cert-file ${CERTIFICATE_FILE}`,
    `tls-key-file ${KEY_FILE}`,
    `tls-ca-cert-file ${CERTIFICATE_FILE}`,
    // Of a server the link to its primary, of a Sentinel those to servers and to other Sentinels.
    'tls-replication yes',
  ];
}

/**
 * Where a server listens, and whom it lets in.
 * @param watched whether there are Sentinels, whose user is one of channels, which 6.0 does not know.
 */
export function serverAccessLines(
  access: Access,
  port: number,
  watched: boolean,
): readonly string[] {
  const { servers } = access;
  const lines = portLines(access, port);
  if (servers === null) return lines;
  const { user, password } = servers.replica;
  if (user === null) return [...lines, `requirepass ${password}`, `masterauth ${password}`];
  const { sentinel, ...others } = ON_SERVERS;
  return [
    ...lines,
    ...userLines(servers, watched ? { ...others, sentinel } : others),
    `masteruser ${user}`,
    `masterauth ${password}`,
  ];
}

/** Where a Sentinel listens, whom it lets in, and by what it is known to the servers and to the other Sentinels. */
export function sentinelAccessLines(access: Access, port: number): readonly string[] {
  const { servers, sentinels } = access;
  const lines = portLines(access, port);
  if (servers === null || sentinels === null) return lines;
  const peer = sentinels.sentinel;
  return [
    ...lines,
    ...(peer.user === null
      ? // It is also what a Sentinel tells the others.
        [`requirepass ${peer.password}`]
      : [
          ...userLines(sentinels, ON_SENTINELS),
          `sentinel sentinel-user ${peer.user}`,
          `sentinel sentinel-pass ${peer.password}`,
        ]),
  ];
}

/** By what a Sentinel is known to the servers of its group: lines that come after `sentinel monitor`. */
export function groupAccessLines({ servers }: Access): readonly string[] {
  if (servers === null) return [];
  const { user, password } = servers.sentinel;
  return [
    ...(user === null ? [] : [`sentinel auth-user ${GROUP} ${user}`]),
    `sentinel auth-pass ${GROUP} ${password}`,
  ];
}

const MADE_UP = 'made up for each run';

function setting(option: string, name: string, value: string, own: string): ChangedSetting {
  return { name, value, default: own, option };
}

/** The settings that passwords and TLS change, without the passwords. */
export function accessSettings({
  auth,
  tls,
}: {
  readonly auth: Auth;
  readonly tls: boolean;
}): readonly ChangedSetting[] {
  return [
    ...(auth === 'password' ? [setting('auth', 'requirepass, masterauth', MADE_UP, '""')] : []),
    ...(auth === 'acl'
      ? [setting('auth', 'user, masteruser, masterauth', MADE_UP, 'the user default alone')]
      : []),
    ...(tls
      ? [
          setting('tls', 'port', '0', 'that of the program'),
          setting('tls', 'tls-port', 'that of the program', '0'),
          setting('tls', 'tls-replication', 'yes', 'no'),
        ]
      : []),
  ];
}

/** What passwords change beside that where there are Sentinels, without the passwords. */
export function sentinelAccessSettings(auth: Auth): readonly ChangedSetting[] {
  if (auth === 'none') return [];
  const changed = (name: string, own: string): ChangedSetting =>
    setting('auth', name, MADE_UP, own);
  if (auth === 'password') {
    return [changed('requirepass of Sentinels', '""'), changed('sentinel auth-pass', '""')];
  }
  return [
    changed('user of Sentinels', 'the user default alone'),
    changed('sentinel sentinel-user, sentinel sentinel-pass', '""'),
    changed('sentinel auth-user, sentinel auth-pass', '""'),
  ];
}
