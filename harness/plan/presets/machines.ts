import { lasting, type Preset, preset } from './preset.js';

/** What goes wrong with whole nodes, and what these get of the machine. */
export const machines: readonly Preset[] = [
  preset(
    'freeze-primary',
    'every process on the primary’s node frozen at once',
    lasting('freeze', { target: 'primary' }),
  ),
  preset(
    'freeze-any',
    'every process on one node, chosen at random, frozen at once',
    lasting('freeze', { target: 'any' }),
  ),
  preset(
    'outage-primary',
    'the primary’s node loses its power, and comes back',
    lasting('outage', { target: 'primary' }),
  ),
  preset(
    'outage-any',
    'one node, chosen at random, loses its power, and comes back',
    lasting('outage', { target: 'any' }),
  ),
  preset(
    'shutdown-any',
    'one node, chosen at random, is shut down in good order, and comes back',
    lasting('shutdown', { target: 'any' }),
  ),
  preset(
    'cpu-throttle',
    'one node, chosen at random, gets a tenth of a processor',
    lasting('throttle', { target: 'any', percent: 10 }),
  ),
  preset(
    'memory-limit',
    'one node, chosen at random, gets no more than 64 MiB of memory',
    lasting('memory-limit', { target: 'any', mib: 64 }),
  ),
];
