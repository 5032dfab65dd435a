/// <reference types="node" />
import process from 'node:process';
import { fuzz } from './fuzz.test.support.js';

/**
 * The long form: `node dist/differential/fuzz-main.test.support.js [histories] [first seed] [type]`.
 * Ends with exit code 1 on a disagreement.
 */
function main(): void {
  const [histories = '1000000', firstSeed = '1', only] = process.argv.slice(2);
  const started = performance.now();
  const { disagreements, ...counts } = fuzz(Number(histories), Number(firstSeed), only);
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(
    `${JSON.stringify(counts)}, ${seconds} s, ${disagreements.length} disagreements\n`,
  );
  for (const disagreement of disagreements) {
    process.stdout.write(`${JSON.stringify(disagreement, infinityAsText)}\n`);
    process.exitCode = 1;
  }
}

function infinityAsText(_field: string, value: unknown): unknown {
  return value === Infinity ? 'Infinity' : value;
}

main();
