import { Interrupted } from './exit-code.js';

/** The signals that end a run in good order; a second one ends it at once. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * An abort signal that fires on Ctrl-C or a request to terminate. On the second one the process
 * exits where it stands; `faultline clean` then removes what it left.
 */
export function interruptible(say: (line: string) => void): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    const reason = new Interrupted(name);
    if (controller.signal.aborted) process.exit(reason.exitCode);
    say(`${name}: ending the run in good order; once more to exit at once`);
    controller.abort(reason);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
