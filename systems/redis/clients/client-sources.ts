import type { ClientMode, ClientSource, DataType } from '../../../harness/core/client.js';
import type { Clock } from '../../../harness/core/clock.js';
import type { ClientTopology } from './client-topology.js';
import type { DataAccess } from './data-access.js';
import { pinnedSource } from './pinned-source.js';
import { primarySource } from './primary-source.js';
import { registerAccess } from './register.js';
import { setAccess } from './set.js';
import { smartSource, type SmartSource } from './smart-source.js';

export const DATA_ACCESS: Readonly<Record<DataType, DataAccess>> = {
  set: setAccess,
  register: registerAccess,
};

const SOURCES = { pinned: pinnedSource, primary: primarySource, smart: smartSource } as const;

/** Opens clients of one data type in one mode. What has a `stop` has to be stopped at the end. */
export function clientSource(
  topology: ClientTopology,
  dataType: DataType,
  mode: ClientMode,
  clock: Clock,
): ClientSource & Partial<Pick<SmartSource, 'stop'>> {
  return SOURCES[mode](topology, DATA_ACCESS[dataType], clock);
}
