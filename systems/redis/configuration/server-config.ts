import type { Access } from '../access/access.js';
import type { ServerOptions } from '../server-options.js';
import { isBefore7 } from '../versions.js';
import { serverAccessLines } from './access-config.js';
import { SERVER } from './layout.js';
import { PRIORITY_SETTING, SERVER_SETTINGS, valueInConfig } from './settings.js';

/** Whom a server lets in, and what not every server has. */
export interface ServerParticulars {
  readonly access: Access;
  /** Whether Sentinels connect to it. */
  readonly watched?: boolean;
  /** Of a server that Sentinels may promote. */
  readonly priority?: number;
}

/**
 * The configuration of a server. It is started as what it shall be, so that a restart brings it
 * back as what it was last (Sentinel rewrites this file when it changes the role).
 */
export function serverConfig(
  options: ServerOptions,
  address: string,
  follows: string | null,
  { access, watched = false, priority }: ServerParticulars,
): string {
  const lines = [
    // Otherwise a server refuses peers that do not come from loopback.
    'protected-mode no',
    ...serverAccessLines(access, SERVER.port, watched),
    `dir ${SERVER.folder}`,
    'daemonize no',
    ...SERVER_SETTINGS.flatMap(({ name, option }) => {
      const value = options[option];
      // Before 7.0 a line of `save` has one pair.
      const values =
        name === 'save' && isBefore7(options.version) ? savePairs(options.save) : [value];
      return values.map((one) => `${name} ${valueInConfig(one)}`);
    }),
    `replica-announce-ip ${address}`,
    `replica-announce-port ${SERVER.port}`,
    // For DEBUG SLEEP as a fault; `local` would admit loopback only, and the harness is outside.
    ...(isBefore7(options.version) ? [] : ['enable-debug-command yes']),
    ...(priority === undefined ? [] : [`${PRIORITY_SETTING.name} ${priority}`]),
    ...(follows === null ? [] : [`replicaof ${follows} ${SERVER.port}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Seconds with changes, pair by pair; one empty text for never. */
function savePairs(save: string): readonly string[] {
  return save === '' ? [''] : (save.match(/\d+ \d+/g) ?? []);
}
