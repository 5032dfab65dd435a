import { imageOf } from '../image-of.js';

/** The versions of etcd that can be had, each from the Debian release that has it: bookworm and trixie. */
export const VERSIONS = ['3.4', '3.5'] as const;

export const DEFAULT_VERSION = '3.4';

/** The image of a version; on the base that Faultline brings where it is the default one. */
export function imageOfVersion(version: string): { readonly folder: string } {
  return imageOf('etcd', version, DEFAULT_VERSION);
}

/** etcd of the default version. */
export const IMAGE = imageOfVersion(DEFAULT_VERSION);
