import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

import type { Tried } from './matrix.js';
import type { Outcome, Trial } from './trial.js';

/** Trials that were made already, and what came of them; in a file where one is named, a line of JSON each. */
export class FinishedTrials {
  readonly #file: string | undefined;
  readonly #outcomes = new Map<string, Outcome>();

  /** @throws SyntaxError where a line of the file is no JSON, other than a last one that was cut off. */
  constructor(file?: string) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    // Where a run was killed while it wrote, its last line is not whole.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    for (const line of whole.split('\n')) {
      if (line === '') continue;
      const { trial, outcome } = JSON.parse(line) as Tried;
      this.#outcomes.set(nameOf(trial), outcome);
    }
  }

  outcomeOf(trial: Trial): Outcome | undefined {
    return this.#outcomes.get(nameOf(trial));
  }

  add({ trial, outcome }: Tried): void {
    this.#outcomes.set(nameOf(trial), outcome);
    if (this.#file !== undefined) {
      appendFileSync(this.#file, `${JSON.stringify({ trial, outcome })}\n`);
    }
  }
}

function nameOf({ workload, bug, rate, seed, operations }: Trial): string {
  return JSON.stringify([workload, bug, rate, seed, operations]);
}
