import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN_ACCESS } from './access/access.js';
import { clusterOptions } from './cluster/cluster-options.js';
import { clusterConfig } from './cluster/cluster-config.js';
import { serverConfig } from './configuration/server-config.js';
import { imageOfVersion, REDIS_IMAGE } from './image.js';
import { replicationOptions } from './options.js';
import { refusalsWith } from './refusals.js';
import { DEFAULT_VERSION, VERSIONS } from './versions.js';

const OPEN = { access: OPEN_ACCESS };

test.each(VERSIONS)('version %s has an image of its own', (version) => {
  const { folder } = imageOfVersion({ version });
  expect(existsSync(join(folder, 'Dockerfile')), folder).toBe(true);
  expect(folder === REDIS_IMAGE.folder).toBe(version === DEFAULT_VERSION);
});

test('a version that there is none of is refused, with those that there are', () => {
  expect(() => replicationOptions({ version: '5.0' })).toThrow(/version[^]*valkey-8.1/);
});

test('the settings of a version before 7.0 are those that it has', () => {
  const text = serverConfig(replicationOptions({ version: '6.0' }), '198.18.0.1', null, OPEN);
  const lines = text.split('\n');
  expect(lines.filter((line) => line.startsWith('save '))).toEqual([
    'save 3600 1',
    'save 300 100',
    'save 60 10000',
  ]);
  expect(text).not.toContain('enable-debug-command');
  expect(serverConfig(replicationOptions({ version: '6.0', save: '' }), '', null, OPEN)).toContain(
    'save ""\n',
  );
  const cluster = clusterConfig(clusterOptions({ version: '6.0' }, 6), '198.18.0.1', OPEN_ACCESS);
  expect(cluster).not.toContain('cluster-allow-replica-migration');
  expect(cluster).toContain('cluster-migration-barrier 1\n');
  expect(() => clusterOptions({ version: '6.0', allowReplicaMigration: false }, 6)).toThrow(
    'the version is 6.0',
  );
});

test('clocks can be set of the default version only, and the reason names the version', () => {
  for (const version of VERSIONS) {
    const number = version.replace('valkey-', '');
    expect(refusalsWith({ version, save: '1 1' })['clocks'] ?? DEFAULT_VERSION).toContain(number);
  }
  expect(refusalsWith({ version: DEFAULT_VERSION, save: '1 1' })).toEqual({});
});
