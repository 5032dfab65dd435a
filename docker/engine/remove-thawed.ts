import type { ContainerInfo, Engine } from './engine.js';

/**
 * Removes a container, thawed first where it is frozen: the kernel delivers no signal to a frozen
 * process. Where thawing fails, the removal decides.
 */
export async function removeThawed(
  engine: Engine,
  id: string,
  state: ContainerInfo['state'],
): Promise<void> {
  if (state === 'paused') await engine.unpauseContainer(id).catch(() => undefined);
  await engine.removeContainer(id);
}
