import { processFault } from '../frames/process-fault.js';

/**
 * Kills processes with SIGKILL, and starts them again as they were configured last. The kernel
 * still delivers what a killed process had written to its sockets, and keeps what it had written
 * to files: this is the death of a process, not of a machine.
 */
export const kill = processFault({
  name: 'kill',
  summary: 'kills processes of the store (SIGKILL), and starts them again',
  presets: [
    {
      name: 'kill-primary',
      summary: 'kill -9 of the primary’s processes',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'kill-any',
      summary: 'kill -9 of the processes of one node, chosen at random',
      values: [{ target: 'any' }],
      mixes: ['mix', 'everything'],
    },
  ],
  begin: (processes, node, process) => processes.signal(node, process, 'KILL'),
  end: (processes, node, process) => processes.start(node, process),
  harm: { takesAway: true, costs: 'memory' },
  during: 'gone',
});
