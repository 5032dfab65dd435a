import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './child.js';
import { makeCopy, read } from './layout.js';
import { mutated, type Mutant } from './mutants.js';
import type { Failure, Selection } from './protocol.js';
import type { MutantRecord, Outcome } from './record.js';
import type { Selector } from './selection.js';

/** Tries mutants, several at once, each in a process of its own, until the time is over. */
export class Campaign {
  private readonly record: MutantRecord;
  private readonly selector: Selector;

  constructor(record: MutantRecord, selector: Selector) {
    this.record = record;
    this.selector = selector;
  }

  /** Tells `done` what came of each mutant; what is on record is not tried again. */
  async run(
    mutants: readonly Mutant[],
    limits: { readonly workers: number; readonly minutes: number },
    done: (mutant: Mutant, outcome: Outcome) => void,
  ): Promise<void> {
    const end = performance.now() + 60_000 * limits.minutes;
    const queue = mutants.values();
    const work = async (copy: string): Promise<void> => {
      for (const mutant of queue) {
        const outcome = await this.outcome(copy, mutant, end);
        if (outcome !== undefined) {
          done(mutant, outcome);
        }
      }
    };
    const copies = Array.from({ length: limits.workers }, (_, i) => makeCopy(`copy-${i + 1}`));
    await Promise.all(copies.map(work));
  }

  /** What is on record, or comes of a trial before the time is over. */
  private async outcome(copy: string, mutant: Mutant, end: number): Promise<Outcome | undefined> {
    const selections = this.selector.select(mutant, this.record.noticedBy(mutant.id));
    const left = this.record.look(mutant.id, selections);
    if ('id' in left) {
      return left;
    }
    if (performance.now() >= end) {
      return undefined;
    }
    const noticed = await trial(copy, mutant, left);
    return noticed === undefined
      ? this.record.add(mutant.id, selections, undefined)
      : this.record.add(mutant.id, left, noticed);
  }
}

async function trial(
  copy: string,
  mutant: Mutant,
  selections: readonly Selection[],
): Promise<Failure | undefined> {
  if (selections.length === 0) {
    return undefined;
  }
  const text = read(mutant.file);
  const path = join(copy, mutant.file);
  writeFileSync(path, mutated(text, mutant));
  const answer = await ask<Failure | 'passed'>(copy, {
    kind: 'trial',
    selections: selections.map((selection) => ({ ...selection, file: join(copy, selection.file) })),
    result: join(copy, '..', 'result.json'),
  });
  writeFileSync(path, text);
  if ('broke' in answer) {
    return { file: '', name: '', how: 'crash', message: answer.broke.slice(0, 300) };
  }
  const { value } = answer;
  return value === 'passed' ? undefined : { ...value, file: value.file.slice(copy.length + 1) };
}
