import { quoted } from './shell-words.js';

/**
 * The shell command that does one run again: what was given, with the seed that was used and, of a
 * command that had several workloads, with the one of this run.
 */
export function repeatCommand(
  invocation: string,
  words: readonly string[],
  { seed, workload }: { readonly seed: number; readonly workload?: string },
): string {
  const replaced = ['seed', 'repeat', ...(workload === undefined ? [] : ['workload'])];
  const isOption = (word: string | undefined): boolean =>
    replaced.some((name) => word === `--${name}`);
  const kept = words.filter(
    (word, i) =>
      !isOption(word) &&
      !isOption(words[i - 1]) &&
      !replaced.some((name) => word.startsWith(`--${name}=`)),
  );
  const added = workload === undefined ? [] : ['--workload', workload];
  return [invocation, ...[...kept, ...added].map(quoted), '--seed', String(seed)].join(' ');
}
