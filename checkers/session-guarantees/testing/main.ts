import process from 'node:process';
import { fuzz, type Difference } from './fuzz.js';

/**
 * The long form: `npm run fuzz:sessions -- [histories] [first seed]`. Prints how verdicts compare with the definitions,
 * and an example of each kind that the rules miss. Ends with exit code 1 on a false alarm, and where all four guarantees
 * are claimed of one key and something is missed.
 */
function main(): void {
  const [histories = '100000', firstSeed = '1'] = process.argv.slice(2);
  const { tallies, differences } = fuzz(Number(histories), Number(firstSeed));
  for (const [claim, { valid, invalid, missedOfOneKey, missedAcrossKeys }] of tallies) {
    say(
      `${claim}: ${valid} valid, ${invalid} invalid, missed ${missedOfOneKey} of one key and ${missedAcrossKeys} of two`,
    );
  }
  const shown = new Set<string>();
  for (const one of differences) {
    const kind = `${one.isFalseAlarm ? 'false alarm' : 'missed'}, ${one.claim}, keys: ${one.keys}`;
    if (one.isFalseAlarm || (one.claim === 'all of them' && one.keys === 1)) process.exitCode = 1;
    if (shown.has(kind)) continue;
    shown.add(kind);
    say(`${kind}, seed ${one.seed}: ${textOf(one)}`);
  }
}

function textOf({ history }: Difference): string {
  return history
    .map(
      ({ session, kind, key, value, outcome }) =>
        `${session} ${kind} ${key} ${value}${outcome === 'ok' ? '' : ` (${outcome})`}`,
    )
    .join(', ');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main();
