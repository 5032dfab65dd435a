import { lasting, type Preset, preset } from './preset.js';

/** What goes wrong with the processes of the store. */
export const processes: readonly Preset[] = [
  preset(
    'kill-primary',
    'kill -9 of the primary’s processes',
    lasting('kill', { target: 'primary' }),
  ),
  preset(
    'kill-any',
    'kill -9 of the processes of one node, chosen at random',
    lasting('kill', { target: 'any' }),
  ),
  preset(
    'terminate-primary',
    'SIGTERM to the primary’s processes, which end in good order',
    lasting('terminate', { target: 'primary' }),
  ),
  preset(
    'restart-any',
    'kill -9 of the processes of one node, chosen at random, and a start at once',
    {
      start: { fault: 'restart', value: { target: 'any' } },
    },
  ),
  preset(
    'pause-primary',
    'SIGSTOP of the primary’s processes',
    lasting('pause', { target: 'primary' }),
  ),
  preset(
    'pause-any',
    'SIGSTOP of the processes of one node, chosen at random',
    lasting('pause', { target: 'any' }),
  ),
  preset(
    'descriptor-limit',
    'the primary’s processes can open no more files and connections',
    lasting('descriptor-limit', { target: 'primary' }),
  ),
  preset('crash-loop', 'kill -9 of the primary’s processes, once a second for five seconds', {
    start: { fault: 'crash-loop', value: { target: 'primary', for_ms: 5000, every_ms: 1000 } },
  }),
];
