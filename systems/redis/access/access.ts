import { randomBytes } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Certificate, makeCertificate } from './certificate.js';

/** How servers and Sentinels know who connects. */
export const AUTHS = ['none', 'password', 'acl'] as const;

export type Auth = (typeof AUTHS)[number];

/** Who connects to a server or a Sentinel. */
export const USERS = ['harness', 'client', 'replica', 'sentinel'] as const;

export type User = (typeof USERS)[number];

/** By what one of them is known. */
export interface Login {
  /** `null` where there are no users, and the password is everybody's. */
  readonly user: User | null;
  readonly password: string;
}

export type Logins = Readonly<Record<User, Login>>;

/** By what the programs of one run know each other, the harness and its clients. */
export interface Access {
  /** To servers; `null` where they ask for nothing. */
  readonly servers: Logins | null;
  /** To Sentinels; `null` where they ask for nothing. */
  readonly sentinels: Logins | null;
  /** `null` where connections are not encrypted. */
  readonly certificate: Certificate | null;
}

/** Without passwords and without TLS. */
export const OPEN_ACCESS: Access = { servers: null, sentinels: null, certificate: null };

/** 192 bits, in letters that need no quotes in a file of Redis. */
function newPassword(): string {
  return randomBytes(24).toString('hex');
}

function newLogins(auth: Auth): Logins | null {
  if (auth === 'none') return null;
  const shared = newPassword();
  const login = (user: User): Login =>
    auth === 'acl' ? { user, password: newPassword() } : { user: null, password: shared };
  return {
    harness: login('harness'),
    client: login('client'),
    replica: login('replica'),
    sentinel: login('sentinel'),
  };
}

/**
 * Makes up what the options of a run ask for. Nothing of it is part of the test, so it does not depend on the seed.
 * @param addresses of the nodes, which the certificate is for.
 */
export function newAccess(
  { auth, tls }: { readonly auth: Auth; readonly tls: boolean },
  addresses: readonly string[],
): Access {
  return {
    servers: newLogins(auth),
    sentinels: newLogins(auth),
    certificate: tls ? makeCertificate(addresses) : null,
  };
}

/** What a connection is opened with, in the terms of ioredis. */
export interface ConnectionAccess {
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly secureContext: SecureContext };
}

/** What a user connects to the servers, or to the Sentinels, with. */
export function connectionAccess(
  access: Access,
  to: 'servers' | 'sentinels',
  user: User,
): ConnectionAccess {
  const login = access[to]?.[user];
  const { certificate } = access;
  return {
    ...(login !== undefined && { password: login.password }),
    ...(login !== undefined && login.user !== null && { username: login.user }),
    ...(certificate !== null && { tls: { secureContext: secureContextOf(certificate) } }),
  };
}

/** The certificate of the run is its own authority, and everybody's. */
function secureContextOf({ certificate, key }: Certificate): SecureContext {
  return createSecureContext({ ca: certificate, cert: certificate, key });
}
