/// <reference types="node" />
import process from 'node:process';
import { transactionText } from '../values/words.js';
import { fuzz, type Disagreement } from './fuzz.test.support.js';

/**
 * The long form: `npm run fuzz -w checkers/ts-isolation -- [histories] [first seed] [seconds]`. Prints how verdicts
 * compare with the definitions, and an example of each kind that the rules miss. Ends with exit code 1 on a
 * false alarm, and where something is missed that the rules can infer.
 */
function main(): void {
  const [count = '100000', firstSeed = '1', seconds = 'Infinity'] = process.argv.slice(2);
  const isOver = (): boolean => process.cpuUsage().user > Number(seconds) * 1e6;
  const { histories, tallies, disagreements, missed } = fuzz(
    Number(count),
    Number(firstSeed),
    isOver,
  );
  say(`${histories} histories`);
  for (const [name, { valid, invalid, missed: none }] of tallies) {
    say(`${name}: ${valid} valid, ${invalid} invalid, ${none} missed`);
  }
  const shown = new Set<string>();
  for (const one of missed) {
    const name = `${one.type} ${one.model}`;
    if (shown.has(name)) continue;
    shown.add(name);
    say(textOf(one));
  }
  say(`${disagreements.length} disagreements`);
  for (const one of disagreements.slice(0, 5)) say(textOf(one));
  if (disagreements.length > 0) process.exitCode = 1;
}

function textOf({ what, seed, type, model, history, found }: Disagreement): string {
  const lines = history.map(
    ({ process: p, call, return: end, outcome, ops }, at) =>
      `  T${at + 1} (process ${p}, ${call} to ${end}, ${outcome}): ${transactionText(ops)}`,
  );
  const types = found.length === 0 ? '' : `, found ${found.join(', ')}`;
  return [`${what}, seed ${seed}, ${type}, ${model}${types}`, ...lines].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main();
