import type { Labels } from '../engine/engine.js';

/** Name of the run or command that created something. */
export const RUN_LABEL = 'faultline.run';
/** The harness process that created it: see `owner.ts`. */
export const OWNER_LABEL = 'faultline.owner';
/** Of a sandbox in the network of a container that is not ours: the id of that container. */
export const ATTACHED_LABEL = 'faultline.attached';
/** What an image is made of: a hash of its Dockerfile and base. */
export const CONTENT_LABEL = 'faultline.content';

export function ownLabels(run: string, owner: string): Labels {
  return { [RUN_LABEL]: run, [OWNER_LABEL]: owner };
}
