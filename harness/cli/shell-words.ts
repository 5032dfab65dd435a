/** A command line as a shell takes it. */
export function shellCommand(invocation: string, words: readonly string[]): string {
  return [invocation, ...words.map(quoted)].join(' ');
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
