import { imageOf } from '../image-of.js';

/** The versions of ZooKeeper that can be had, each from the Debian release that has it: bookworm and trixie. */
export const VERSIONS = ['3.8', '3.9'] as const;

export const DEFAULT_VERSION = '3.8';

/** The image of a version; on the base that Faultline brings where it is the default one. */
export function imageOfVersion(version: string): { readonly folder: string } {
  return imageOf('zookeeper', version, DEFAULT_VERSION);
}

/** ZooKeeper of the default version. */
export const IMAGE = imageOfVersion(DEFAULT_VERSION);
