/// <reference types="node" />
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { baselines } from './baseline.js';
import { Campaign } from './campaign.js';
import { Closures } from './closure.js';
import { EQUIVALENTS } from './equivalent/index.js';
import { reasonsOf } from './equivalents.js';
import { makeCopy, read, REPORTS, subjects, tests } from './layout.js';
import { mutantsOf, type Mutant } from './mutants.js';
import { optionsOf } from './options.js';
import { positionOf } from './position.js';
import { MutantRecord, type Outcome } from './record.js';
import { sampleOf } from './sample.js';
import { Selector } from './selection.js';
import { Tally, type Verdict } from './tally.js';

/**
 * Mutation testing of the compiled package. Changes one thing at a time in a copy, and runs the
 * tests that call the function it is in; a mutant that no test notices survives, and is listed.
 */
async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  mkdirSync(REPORTS, { recursive: true });
  const files = subjects(options.paths);
  const all = files.flatMap((file) => mutantsOf(file, read(file)));
  const reasons = reasonsOf(EQUIVALENTS, all);
  const chosen = sampleOf(all, options.sample, options.seed);
  const isSample = chosen.length < all.length;
  print(
    isSample
      ? `${chosen.length} of ${all.length} mutants, drawn with seed ${options.seed}`
      : `all ${all.length} mutants`,
  );
  const closures = new Closures(read);
  const record = new MutantRecord(closures);
  const chosenTests = options.near ? tests(files) : tests();
  const selector = new Selector(await baselines(makeCopy('baseline'), chosenTests, closures));
  const tally = new Tally();
  const found = new Map<Mutant, Outcome>();
  await new Campaign(record, selector).run(chosen, options, (mutant, outcome) => {
    found.set(mutant, outcome);
    if (found.size % 100 === 0) {
      process.stderr.write(`${found.size} of ${chosen.length}\n`);
    }
  });
  for (const mutant of all) {
    const outcome = found.get(mutant);
    if (outcome !== undefined) {
      const why = reasons.get(mutant.id);
      const verdict = verdictOf(outcome, why);
      tally.add(mutant.file, verdict);
      report(mutant, outcome, verdict, why);
    }
  }
  print(tally.lines(isSample).join('\n'));
  if (found.size < chosen.length) {
    print(`not done: ${chosen.length - found.size} mutants are left; run again to go on`);
  }
}

function verdictOf({ noticed }: Outcome, why: string | undefined): Verdict {
  return noticed?.how ?? (why === undefined ? 'survived' : 'equivalent');
}

function report(mutant: Mutant, outcome: Outcome, verdict: Verdict, why: string | undefined): void {
  const where = positionOf(mutant);
  if (verdict === 'survived') {
    const reached = Object.keys(outcome.hashes).length > 0 ? '' : ' (no test reaches it)';
    print(`survived${reached} ${where} ${mutant.id}`);
  } else if (verdict === 'equivalent') {
    print(`equivalent ${where} ${mutant.id}\n  ${why ?? ''}`);
  } else if (why !== undefined) {
    print(`listed as equivalent, but noticed by ${outcome.noticed?.name}: ${where} ${mutant.id}`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
