/** A command as one line for a POSIX shell, whatever its words hold. */
export function quoted(command: readonly string[]): string {
  return command.map(quote).join(' ');
}

function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
