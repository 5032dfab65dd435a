import { lasting, type Preset, preset } from './preset.js';

/** What goes wrong with clocks. */
export const clocks: readonly Preset[] = [
  preset(
    'clock-jump',
    'the clock of one node, chosen at random, jumps ahead by five seconds or back by two',
    lasting('clock', { target: 'any', offset_ms: 5000 }),
    lasting('clock', { target: 'any', offset_ms: -2000 }),
  ),
  preset(
    'clock-drift',
    'the clock of one node, chosen at random, goes a tenth too fast or too slow',
    lasting('clock', { target: 'any', rate: 1.1 }),
    lasting('clock', { target: 'any', rate: 0.9 }),
  ),
  preset(
    'clock-strobe',
    'the clock of one node, chosen at random, jumps ahead by two seconds and back, again and again',
    lasting('strobe', { target: 'any', offset_ms: 2000, every_ms: 200 }),
  ),
];
