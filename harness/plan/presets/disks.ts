import { lasting, type Preset, preset, stopsWrites } from './preset.js';

/** What happens to disks: nodes have disks of their own then. */
export const disks: readonly Preset[] = [
  preset(
    'power-loss-primary',
    'the primary’s node loses its power, with all that was not synced to its disk',
    lasting('power-loss', { target: 'primary' }),
  ),
  preset(
    'power-loss-any',
    'one node, chosen at random, loses its power, with all that was not synced to its disk',
    lasting('power-loss', { target: 'any' }),
  ),
  preset(
    'disk-full',
    'the primary’s disk is full',
    stopsWrites(lasting('disk-full', { target: 'primary' })),
  ),
  preset(
    'disk-slow',
    'no more than five writes a second get to the primary’s disk',
    lasting('disk-slow', { target: 'primary', writes_per_s: 5 }),
  ),
  preset(
    'disk-read-only',
    'the primary’s filesystem meets an error, and becomes read-only until it is repaired',
    stopsWrites(lasting('disk-read-only', { target: 'primary' })),
  ),
];

/** What happens to files of the data while a server is down: the store has to keep some. */
export const corruption: readonly Preset[] = [
  preset(
    'file-truncation',
    'a server, chosen at random, is killed, and starts with data files whose end is cut off',
    lasting('file-corruption', { target: 'any', damage: 'truncate' }),
  ),
  preset(
    'bit-flips',
    'a server, chosen at random, is killed, and starts with bits of its data files turned over',
    lasting('file-corruption', { target: 'any', damage: 'flip' }),
  ),
];
