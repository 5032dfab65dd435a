import { quoted } from './shell-words.js';

/** The shell command that does the same again, with the seed that was used. */
export function repeatCommand(invocation: string, words: readonly string[], seed: number): string {
  const kept = words.filter(
    (word, i) =>
      !/^--(seed|repeat)(=|$)/.test(word) && !/^--(seed|repeat)$/.test(words[i - 1] ?? ''),
  );
  return [invocation, ...kept.map(quoted), '--seed', String(seed)].join(' ');
}
