import type { Engine } from '../engine/engine.js';

/** Ids of the containers that are under a limit, by what is limited. */
export interface Limited {
  readonly cpu: Set<string>;
  readonly memory: Set<string>;
}

/** Sets a limit, or lifts it, and notes which: from the attempt on there may be one to lift. */
export async function setLimit(
  limited: Set<string>,
  id: string,
  limit: number | null,
  set: (id: string, limit: number | null) => Promise<void>,
): Promise<void> {
  limited.add(id);
  await set(id, limit);
  if (limit === null) limited.delete(id);
}

/** Lifts all limits of a container. */
export async function liftLimits(engine: Engine, limited: Limited, id: string): Promise<void> {
  const { cpu, memory } = limited;
  if (cpu.has(id)) await setLimit(cpu, id, null, (...to) => engine.limitCpu(...to));
  if (memory.has(id)) await setLimit(memory, id, null, (...to) => engine.limitMemory(...to));
}
