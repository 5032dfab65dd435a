import { Interrupted } from './exit-code.js';
import { stderr, stdout } from './output.js';
import type { Screen } from './screen.js';

/** The signals that end the work in good order: Ctrl-C, a request to terminate, a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a second signal does: exit at once where nothing is left behind by that, or nothing. */
export type WhenRepeated = 'exit' | 'go-on';

/**
 * An abort signal that fires on Ctrl-C, on a request to terminate, when the terminal is closed, and when
 * nobody reads stdout or stderr any more. Where nodes have to be removed, a second signal must not
 * keep that from being done: it is answered with how to end at once.
 */
export function interruptible(
  screen: Screen,
  whenRepeated: WhenRepeated,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const onSignal = (name: (typeof SIGNALS)[number]): void => {
    const reason = new Interrupted(name);
    if (!controller.signal.aborted) {
      const again = whenRepeated === 'exit' ? '; once more to exit at once' : '';
      screen.log(`${name}: ending in good order${again}`);
      controller.abort(reason);
      return;
    }
    if (whenRepeated === 'exit') process.exit(reason.exitCode);
    screen.log(
      `${name}: still ending in good order, which takes some seconds; ` +
        `\`kill -9 ${process.pid}\` ends at once, \`faultline clean\` then removes what that leaves`,
    );
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  const deaf = [stdout, stderr].map((output) =>
    output.onLost((reason) => {
      controller.abort(reason);
    }),
  );
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
      for (const off of deaf) off();
    },
  };
}
