import { processFault } from '../frames/process-fault.js';

/** Stops processes with SIGSTOP and lets them go on with SIGCONT: a long stall, as of a swapping or starved machine. */
export const pause = processFault({
  name: 'pause',
  summary: 'stops processes of the store (SIGSTOP), and lets them go on (SIGCONT)',
  presets: [
    {
      name: 'pause-primary',
      summary: 'SIGSTOP of the primary’s processes',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'pause-any',
      summary: 'SIGSTOP of the processes of one node, chosen at random',
      values: [{ target: 'any' }],
      mixes: ['mix', 'everything'],
    },
  ],
  begin: (processes, node, process) => processes.signal(node, process, 'STOP'),
  end: (processes, node, process) => processes.signal(node, process, 'CONT'),
  harm: { takesAway: true },
  during: 'stopped',
  // One that is killed while it is stopped goes on no more than before.
  orElse: 'gone',
});
