/// <reference types="node" />
import process from 'node:process';
import { compare } from './agreement.test.support.js';
import { SUBJECTS } from './subjects.test.support.js';

/**
 * Compares every specialised checker with an exhaustive search on small random histories:
 * `node dist/differential/agreement-main.test.support.js [count per checker] [first seed] [checker] [most operations]`.
 */
function main(): void {
  const [count = '20000', seed = '1', only, most = '8'] = process.argv.slice(2);
  for (const { name, run } of SUBJECTS) {
    if (only !== undefined && only !== name) {
      continue;
    }
    const { disagreements, ...counts } = run(
      { count: Number(count), seed: Number(seed), most: Number(most) },
      compare,
    );
    process.stdout.write(
      `${name}: ${JSON.stringify(counts)}, ${disagreements.length} disagreements\n`,
    );
    for (const disagreement of disagreements) {
      process.stdout.write(
        `  ${JSON.stringify(disagreement, (_key, value: unknown) => (value === Infinity ? 'Infinity' : value))}\n`,
      );
      process.exitCode = 1;
    }
  }
}

main();
