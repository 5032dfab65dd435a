import type { ImageSource } from '../../harness/index.js';
import { imageFolder, versionFolder } from '../image-folder.js';

/** The versions of ZooKeeper that can be had, each from the Debian release that has it: bookworm and trixie. */
export const VERSIONS = ['3.8', '3.9'] as const;

export const DEFAULT_VERSION = '3.8';

/** ZooKeeper of the default version, on the base that Faultline brings. */
export const IMAGE = { folder: imageFolder('zookeeper') };

/** The image of a version. */
export function imageOfVersion(version: string): ImageSource {
  return version === DEFAULT_VERSION
    ? IMAGE
    : { folder: versionFolder('zookeeper', `zookeeper-${version}`) };
}
