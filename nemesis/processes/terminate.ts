import { processFault } from '../frames/process-fault.js';

/** Ends processes with SIGTERM, as an administrator does, and starts them again. */
export const terminate = processFault({
  name: 'terminate',
  summary: 'ends processes of the store in order (SIGTERM), and starts them again',
  presets: [
    {
      name: 'terminate-primary',
      summary: 'SIGTERM to the primary’s processes, which end in good order',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
  ],
  begin: (processes, node, process) => processes.signal(node, process, 'TERM'),
  end: (processes, node, process) => processes.start(node, process),
  harm: { takesAway: true, costs: 'memory' },
  during: 'gone',
});
