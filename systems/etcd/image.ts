import type { ImageSource } from '../../harness/index.js';
import { imageFolder, versionFolder } from '../image-folder.js';

/** The versions of etcd that can be had, each from the Debian release that has it: bookworm and trixie. */
export const VERSIONS = ['3.4', '3.5'] as const;

export const DEFAULT_VERSION = '3.4';

/** etcd of the default version, on the base that Faultline brings. */
export const IMAGE = { folder: imageFolder('etcd') };

/** The image of a version. */
export function imageOfVersion(version: string): ImageSource {
  return version === DEFAULT_VERSION ? IMAGE : { folder: versionFolder('etcd', `etcd-${version}`) };
}
