import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Closures } from './closure.js';
import { REPORTS } from './layout.js';
import type { Failure, Selection } from './protocol.js';

const FILE = join(REPORTS, 'record.jsonl');

/** What came of a mutant, and the hashes of the test files that say so. */
export interface Outcome {
  readonly id: string;
  /** What noticed the mutant, or nothing: it survived. */
  readonly noticed?: Failure;
  readonly hashes: Readonly<Record<string, string>>;
}

/**
 * What came of each mutant, kept from run to run. It holds as long as the test files that say so,
 * and all that they import, stay as they were: a mutant that was noticed asks for the file that
 * noticed it, one that survived for all that could have.
 */
export class MutantRecord {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly closures: Closures;

  constructor(closures: Closures) {
    this.closures = closures;
    const lines = existsSync(FILE) ? readFileSync(FILE, 'utf8').split('\n') : [];
    for (const line of lines.filter((text) => text !== '')) {
      const outcome = JSON.parse(line) as Outcome;
      this.outcomes.set(outcome.id, outcome);
    }
    // The last word on each mutant is enough.
    const kept = [...this.outcomes.values()].map((outcome) => `${JSON.stringify(outcome)}\n`);
    writeFileSync(`${FILE}.new`, kept.join(''));
    renameSync(`${FILE}.new`, FILE);
  }

  /** The outcome that still holds, or what is left to run to know it. */
  look(id: string, selections: readonly Selection[]): Outcome | readonly Selection[] {
    const outcome = this.outcomes.get(id);
    if (outcome === undefined) {
      return selections;
    }
    if (outcome.noticed !== undefined) {
      const holds = Object.keys(outcome.hashes).every((file) => this.isSame(outcome, file));
      return holds ? outcome : selections;
    }
    const left = selections.filter(({ file }) => !this.isSame(outcome, file));
    return left.length === 0 ? outcome : left;
  }

  /** The test file that noticed the mutant the last time. */
  noticedBy(id: string): string | undefined {
    return this.outcomes.get(id)?.noticed?.file;
  }

  /** Keeps what came of a mutant when the selected tests ran. */
  add(id: string, selections: readonly Selection[], noticed: Failure | undefined): Outcome {
    const files = selections.map(({ file }) => file);
    const proof = noticed === undefined || noticed.how === 'crash' ? files : [noticed.file];
    const hashes = Object.fromEntries(proof.map((file) => [file, this.closures.hash(file)]));
    const outcome = { id, ...(noticed === undefined ? {} : { noticed }), hashes };
    this.outcomes.set(id, outcome);
    appendFileSync(FILE, `${JSON.stringify(outcome)}\n`);
    return outcome;
  }

  private isSame(outcome: Outcome, file: string): boolean {
    return outcome.hashes[file] === this.closures.hash(file);
  }
}
