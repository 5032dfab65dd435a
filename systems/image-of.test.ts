import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as etcdImage from './etcd/image.js';
import * as etcdOptions from './etcd/options.js';
import * as zookeeperImage from './zookeeper/image.js';
import * as zookeeperOptions from './zookeeper/options.js';

const problemOfEtcd = (version: string) =>
  etcdOptions.problemWith({ ...etcdOptions.defaults, version });
const problemOfZooKeeper = (version: string) =>
  zookeeperOptions.problemWith({ ...zookeeperOptions.defaults, version });

describe.each([
  ['etcd', etcdImage, problemOfEtcd],
  ['zookeeper', zookeeperImage, problemOfZooKeeper],
] as const)('%s', (_, { VERSIONS, DEFAULT_VERSION, IMAGE, imageOfVersion }, problemWith) => {
  test.each(VERSIONS)('version %s has an image of its own', (version) => {
    const { folder } = imageOfVersion(version);
    expect(existsSync(join(folder, 'Dockerfile')), folder).toBe(true);
    expect(folder === IMAGE.folder).toBe(version === DEFAULT_VERSION);
    expect(problemWith(version)).toBeUndefined();
  });

  test('a version that there is none of is refused, with those that there are', () => {
    expect(problemWith('1.0')).toContain(`version is 1.0, and there are ${VERSIONS.join(' and ')}`);
  });
});
